/**
 * The same answer, which breaks off with an error when its body is longer than `mostBytes`: whoever reads it whole
 * keeps it in memory.
 */
export function limitedResponse(response: Response, mostBytes: number): Response {
  if (response.body === null) return response;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes <= mostBytes) controller.enqueue(chunk);
      else controller.error(new Error(`The answer is longer than ${mostBytes} bytes.`));
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counted), { status, statusText, headers });
}
