/** The anchor of a heading, as code hosts make it. Also a valid notebook cell id while it is at most 64 long. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9_ -]/g, '')
    .trim()
    .replace(/ /g, '-');
}
