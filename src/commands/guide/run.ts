import { UsageError } from '../../errors.ts';
import { findingReport } from '../../guide/finding-page.ts';
import { pageHtml } from '../../guide/html.ts';
import { findingIds, findingText, loadPages } from '../../content/pages.ts';
import type { Page } from '../../guide/page.ts';
import { called, type Interface } from '../../interface.ts';
import { pageReport } from '../../guide/report.ts';
import type { Report } from '../../report/report.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { nearest } from '../../command-model/nearest.ts';

/** The list of pages, one page, or the page of a finding. */
export function show(context: Context, args: Arguments): Outcome {
  const { ui } = context;
  const [id] = args.positionals;
  const pages = loadPages();
  if (id === undefined) return outcome(listOf(pages, ui), { pages: pages.map(inShort) });

  const page = pages.find((each) => each.id === id);
  if (page) {
    const html = pageHtml(page, (target) => (target.kind === 'outside' ? target.href : undefined));
    return outcome(pageReport(page, ui), { page: { ...inShort(page), text: page.body, html } });
  }

  const text = findingText(id);
  if (text !== undefined) return outcome(findingReport(id, text, ui), { finding: { id, text } });

  const near = nearest(id, [...pages.map((each) => each.id), ...findingIds()]);
  throw new UsageError(
    `The guide has no page “${id}”. ${near ? `Did you mean \`${called(ui, `guide ${near}`)}\`? ` : ''}\`${called(ui, 'guide')}\` lists all pages.`,
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

function listOf(pages: readonly Page[], ui: Interface): Report {
  return {
    blocks: [
      {
        kind: 'headline',
        status: 'info',
        text: 'Why does TensorFlow not use my GPU? The guide.',
        next: `Read a page: \`${called(ui, 'guide start')}\`. Or check this machine first: \`${called(ui, 'gpu-check')}\`.`,
      },
      {
        kind: 'table',
        columns: [{ title: 'Page' }, { title: 'What it is about' }],
        rows: pages.map((page) => [`\`${page.id}\``, `${page.front.title}. ${page.front.summary}`]),
      },
      {
        kind: 'paragraph',
        text: `Every finding has a page too: \`${called(ui, 'guide')}\` and its id, such as \`${called(ui, 'guide cuda-visible-devices')}\`.`,
      },
    ],
  };
}
