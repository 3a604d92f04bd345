import { UsageError } from '../../errors.ts';
import { findingReport } from '../../guide/finding-page.ts';
import { pageHtml } from '../../guide/html.ts';
import { findingIds, findingText, loadPages } from '../../content/pages.ts';
import type { Page } from '../../guide/page.ts';
import type { Call } from '../../guide/inline.ts';
import { pageReport } from '../../guide/report.ts';
import type { Report } from '../../report/report.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { nearest } from '../../command-model/nearest.ts';

/** The list of pages, one page, or the page of a finding. */
export function show(context: Context, args: Arguments): Outcome {
  const call = context.ui === 'notebook' ? '%' : 'tf-gpu-doctor ';
  const [id] = args.positionals;
  const pages = loadPages();
  if (id === undefined) return outcome(listOf(pages, call), { pages: pages.map(inShort) });

  const page = pages.find((each) => each.id === id);
  if (page) {
    const html = pageHtml(page, (target) => (target.kind === 'outside' ? target.href : undefined));
    return outcome(pageReport(page, call), { page: { ...inShort(page), text: page.body, html } });
  }

  const text = findingText(id);
  if (text !== undefined) return outcome(findingReport(id, text, call), { finding: { id, text } });

  const near = nearest(id, [...pages.map((each) => each.id), ...findingIds()]);
  throw new UsageError(
    `The guide has no page “${id}”. ${near ? `Did you mean \`${call}guide ${near}\`? ` : ''}\`${call}guide\` lists all pages.`,
  );
}

function outcome(report: Report, value: Outcome['value']): Outcome {
  return {
    report,
    value: { schema: 'tf-gpu-doctor/guide', version: 1, ...value },
    exitCode: 0,
    redact: false,
  };
}

function inShort(page: Page): { id: string; title: string; summary: string } {
  return { id: page.id, title: page.front.title, summary: page.front.summary };
}

function listOf(pages: readonly Page[], call: Call): Report {
  return {
    blocks: [
      {
        kind: 'headline',
        status: 'info',
        text: 'Why does TensorFlow not use my GPU? The guide.',
        next: `Read a page: \`${call}guide start\`. Or check this machine first: \`${call}gpu-check\`.`,
      },
      {
        kind: 'table',
        columns: [{ title: 'Page' }, { title: 'What it is about' }],
        rows: pages.map((page) => [`\`${page.id}\``, `${page.front.title}. ${page.front.summary}`]),
      },
      {
        kind: 'paragraph',
        text: `Every finding has a page too: \`${call}guide\` and its id, such as \`${call}guide cuda-visible-devices\`.`,
      },
    ],
  };
}
