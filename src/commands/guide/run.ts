import { UsageError } from '../../errors.ts';
import { findingReport } from '../../guide/finding-page.ts';
import { pageHtml } from '../../guide/html.ts';
import { findingIds, findingText, loadPages } from '../../content/pages.ts';
import type { Page } from '../../guide/page.ts';
import { pageReport } from '../../guide/report.ts';
import { called } from '../../interface.ts';
import type { Report } from '../../report/report.ts';
import { pagesReport } from './report.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';

/** The list of pages, one page, or the page of a finding. */
export function showGuide(context: Context, args: Arguments): Outcome {
  const [id] = args.positionals;
  const pages = loadPages();
  if (id === undefined)
    return outcome(pagesReport(pages, context.ui), { pages: pages.map(inShort) });

  const page = pages.find((each) => each.id === id);
  if (page) {
    const html = pageHtml(page, (target) => (target.kind === 'outside' ? target.href : undefined));
    return outcome(pageReport(page, context.ui), {
      page: { ...inShort(page), text: page.body, html },
    });
  }

  const text = findingText(id);
  if (text !== undefined)
    return outcome(findingReport(id, text, context.ui), { finding: { id, text } });

  const ids = [...pages.map((each) => each.id), ...findingIds()];
  const meant = didYouMean(id, ids, (near) => called(context.ui, `guide ${near}`));
  throw new UsageError(
    `The guide has no page \`${id}\`.${meant} \`${called(context.ui, 'guide')}\` lists all pages.`,
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
