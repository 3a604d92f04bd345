/**
 * The look of a report in a page that is not ours. Everything is inside `.tgd`. Colours come from JupyterLab's
 * theme where there is one, from the reader's preference elsewhere; each has a contrast of at least 4.5 to 1 to its
 * background. Green and red are a bluish green and an orange red, which colour-blind readers tell apart.
 */
const light = `
--tgd-ok:#00694f;--tgd-warn:#845400;--tgd-fail:#b02a00;--tgd-unknown:#7a3a9c;--tgd-skipped:#5a5a5a;
--tgd-info:#005b96;--tgd-on:#fff;--tgd-shade:#f3f4f6;`;

const dark = `
--tgd-ok:#5fd7b0;--tgd-warn:#f2bf56;--tgd-fail:#ff9d78;--tgd-unknown:#dcb0f5;--tgd-skipped:#b8b8b8;
--tgd-info:#86c8ff;--tgd-on:#111;--tgd-shade:#2a2c30;`;

export const css = `
.tgd{${light}
--tgd-text:var(--jp-content-font-color0,#1a1a1a);--tgd-back:var(--jp-layout-color0,#fff);
--tgd-line:var(--jp-border-color1,#bdbdbd);
color:var(--tgd-text);background:var(--tgd-back);line-height:1.5;overflow-wrap:anywhere;padding:.25em .5em;max-width:72em;
font-family:var(--jp-content-font-family,system-ui,sans-serif);font-size:var(--jp-content-font-size1,14px)}
[data-jp-theme-light='false'] .tgd,.vscode-dark .tgd{${dark}
--tgd-text:var(--jp-content-font-color0,#f2f2f2);--tgd-back:var(--jp-layout-color0,#111)}
@media (prefers-color-scheme:dark){body:not([data-jp-theme-light],.vscode-light) .tgd{${dark}
--tgd-text:#f2f2f2;--tgd-back:#16181c;--tgd-line:#5c6066}}
.tgd p,.tgd ul,.tgd ol,.tgd pre,.tgd details{margin:.4em 0}
.tgd ul{padding-left:1.4em}
.tgd code,.tgd pre{font-family:var(--jp-code-font-family,ui-monospace,monospace);font-size:.92em;
background:var(--tgd-shade);color:var(--tgd-text)}
.tgd code{padding:0 .25em;border-radius:3px;overflow-wrap:anywhere}
.tgd pre{padding:.5em .75em;border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere}
.tgd pre code{padding:0;background:none;font-size:1em}
.tgd .tgd-log{max-height:24em;overflow:auto}
.tgd summary{cursor:pointer}
.tgd h2{margin:1em 0 .3em;font-size:1.2em;font-weight:600;color:inherit}
.tgd h3{margin:.6em 0 .2em;font-size:1em;font-weight:600;color:inherit}
.tgd-ok{--tgd-tint:var(--tgd-ok)}.tgd-warn{--tgd-tint:var(--tgd-warn)}.tgd-fail{--tgd-tint:var(--tgd-fail)}
.tgd-unknown{--tgd-tint:var(--tgd-unknown)}.tgd-skipped{--tgd-tint:var(--tgd-skipped)}
.tgd-working,.tgd-info{--tgd-tint:var(--tgd-info)}
.tgd .tgd-sign{display:inline-block;width:1.5em;height:1.5em;line-height:1.5em;text-align:center;border-radius:50%;
font-size:.8em;font-weight:700;background:var(--tgd-tint);color:var(--tgd-on)}
.tgd .tgd-word{color:var(--tgd-tint);font-weight:600}
.tgd .tgd-headline{border-left:4px solid var(--tgd-tint);padding-left:.75em;margin:.4em 0}
.tgd .tgd-headline p{margin:.15em 0}
.tgd .tgd-headline strong{font-size:1.15em}
.tgd .tgd-chain{list-style:none;padding:0;margin:.6em 0}
.tgd .tgd-chain li{position:relative;margin:0;padding:0 0 .55em 2.2em}
.tgd .tgd-chain .tgd-sign{position:absolute;left:0;top:.1em;font-size:.85em;z-index:1}
.tgd .tgd-chain li::before{content:'';position:absolute;left:.6em;top:.4em;bottom:-.4em;border-left:2px solid var(--tgd-line)}
.tgd .tgd-chain li:last-child::before{display:none}
.tgd .tgd-chain .tgd-skipped .tgd-sign,.tgd .tgd-chain .tgd-working .tgd-sign{background:var(--tgd-back);
color:var(--tgd-tint);box-shadow:inset 0 0 0 2px var(--tgd-tint)}
.tgd .tgd-finding{border:1px solid var(--tgd-line);border-left:4px solid var(--tgd-tint);border-radius:4px;
padding:.5em .75em;margin:.6em 0}
.tgd .tgd-scroll{overflow-x:auto;margin:.5em 0}
.tgd .tgd-scroll:focus-visible,.tgd .tgd-log:focus-visible{outline:2px solid var(--tgd-info)}
.tgd table{border-collapse:collapse;margin:0;font-size:1em;table-layout:auto;color:inherit;background:none}
.tgd caption{text-align:left;font-weight:600;padding:.2em 0;color:inherit;caption-side:top}
.tgd.tgd.tgd th,.tgd.tgd.tgd td{text-align:left}
.tgd th,.tgd td{vertical-align:top;padding:.3em .75em;border:0;border-bottom:1px solid var(--tgd-line);
white-space:normal;max-width:40em;overflow-wrap:break-word;background:none}
.tgd td code,.tgd th code{overflow-wrap:break-word}
.tgd tbody tr{background:none}
.tgd th{font-weight:600}
.tgd.tgd.tgd .tgd-right{text-align:right}
.tgd progress{width:14em;max-width:60%;vertical-align:middle;accent-color:var(--tgd-info)}
.tgd svg{max-width:100%;height:auto}
@media print{.tgd{background:none}.tgd details>*{display:block}.tgd .tgd-log{max-height:none}}
`.trim();
