namespace FineFlow.Experiments.Reports;

/// <summary>The style of a report: light or dark by the reader's system, black on white on paper.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          color-scheme: light dark;
          --page: #fbfbfd; --ink: #1b1f2a; --quiet: #5a6273; --line: #dfe2ea; --tile: #f0f1f6; --warn: #8a4b00; --warn-page: #fff3e0;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #14161d; --ink: #e8eaf0; --quiet: #a3abbd; --line: #303545; --tile: #1d212c; --warn: #ffc98a; --warn-page: #33260f;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--page); color: var(--ink);
          font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
        }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
        h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
        header p, figcaption, caption, small { color: var(--quiet); }
        .headline { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1.5rem 0; }
        .headline div { background: var(--tile); border-radius: .5rem; padding: .75rem 1rem; }
        .headline dt { color: var(--quiet); }
        .headline dd { margin: 0; font-size: 1.6rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .headline small { display: block; font-size: .8rem; font-weight: 400; }
        .note { background: var(--warn-page); color: var(--warn); border-radius: .5rem; padding: .75rem 1rem; }
        .wide { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; overflow-wrap: normal; min-width: min(100%, 30rem); font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding-bottom: .4rem; }
        th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
        th { font-weight: 600; }
        th:first-child, .pairs td { text-align: left; }
        tbody th { font-weight: 400; white-space: nowrap; }
        .pairs th { color: var(--quiet); padding-right: 2rem; }
        td { white-space: nowrap; }
        .pairs td { overflow-wrap: anywhere; white-space: normal; }
        figure { margin: 1rem 0 1.75rem; }
        img { display: block; width: 100%; height: auto; border-radius: .5rem; border: 1px solid var(--line); }
        figcaption { margin-top: .4rem; font-size: .9rem; }
        .map img { max-width: 34rem; }
        pre {
          background: var(--tile); border-radius: .5rem; padding: .75rem 1rem; overflow-x: auto; font-size: .85rem; overflow-wrap: normal;
        }
        @media print {
          :root {
            --page: #fff; --ink: #000; --quiet: #444; --line: #bbb; --tile: #f4f4f4; --warn: #000; --warn-page: #f4f4f4;
            color-scheme: light;
          }
          body { max-width: none; padding: 0; font-size: 10pt; }
          h2 { break-after: avoid; }
          figure, table, .headline { break-inside: avoid; }
          pre { white-space: pre-wrap; }
        }
        """;
}
