/// The inbox's one style sheet, served from its own path so that the policy needs no inline styles.
enum InboxStyle {
    static let path = "/inbox.css"

    static let sheet = """
        :root {
          color-scheme: light dark;
          --back: #f5f6f8; --card: #ffffff; --text: #1c2330; --soft: #5a6475; --line: #dde1e8;
          --accent: #1f5fbf; --accent-back: #e8f0fc; --good: #17683c; --good-back: #e2f4e9;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --back: #12151b; --card: #1b2029; --text: #e7eaf0; --soft: #a2acbc; --line: #303744;
            --accent: #8db8ff; --accent-back: #1f2d45; --good: #83d9a6; --good-back: #173526;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0; background: var(--back); color: var(--text);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
        }
        a { color: var(--accent); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        header, main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
        header { display: flex; align-items: center; gap: 1rem; padding-top: 1.25rem; padding-bottom: .75rem; }
        header h1, header p { font-size: 1.25rem; font-weight: 650; margin: 0; flex: 1; }
        header p a { text-decoration: none; }
        header p a:hover { text-decoration: underline; }
        main { padding-bottom: 3rem; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
        button {
          font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--line);
          border-radius: 8px; padding: .4rem .9rem; min-height: 2.75rem; cursor: pointer;
        }
        button:hover { border-color: var(--accent); color: var(--accent); }
        .list { list-style: none; margin: 0; padding: 0; }
        .list li + li { border-top: 1px solid var(--line); }
        .list a { display: block; padding: .8rem 1rem; color: inherit; text-decoration: none; }
        .list a:hover { background: var(--accent-back); }
        .list a:focus-visible { outline-offset: -3px; }
        .row { display: flex; gap: .75rem; align-items: baseline; justify-content: space-between; }
        .subject { font-weight: 600; overflow-wrap: anywhere; min-width: 0; }
        .row time, .meta { color: var(--soft); font-size: .875rem; }
        .row time { white-space: nowrap; }
        .meta { overflow-wrap: anywhere; }
        .badge {
          display: inline-block; font-size: .75rem; font-weight: 600; padding: 0 .5rem; border-radius: 99px;
          color: var(--good); background: var(--good-back); margin-inline-start: .35rem;
        }
        .empty { padding: 3rem 1rem; text-align: center; color: var(--soft); }
        .empty code { color: var(--text); }
        .foot { color: var(--soft); font-size: .875rem; margin: .75rem .25rem; }
        .head { padding: 1rem 1.25rem .5rem; }
        .head h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .5rem; overflow-wrap: anywhere; }
        .facts { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; font-size: .925rem; }
        .facts dt { color: var(--soft); }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        .tabs { display: flex; flex-wrap: wrap; gap: .25rem; padding: .5rem 1rem 0; border-bottom: 1px solid var(--line); }
        .tabs a {
          padding: .6rem .9rem; text-decoration: none; color: var(--soft); border-bottom: 3px solid transparent;
          margin-bottom: -1px;
        }
        .tabs a:hover { color: var(--accent); }
        .tabs a[aria-current] { color: var(--text); font-weight: 600; border-bottom-color: var(--accent); }
        .body { padding: 1.25rem; }
        pre {
          margin: 0; white-space: pre-wrap; overflow-wrap: anywhere;
          font: .9rem/1.5 ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
        }
        pre.words { font-family: inherit; font-size: 1rem; }
        iframe { display: block; width: 100%; height: 75vh; border: 0; background: #ffffff; color-scheme: light; }
        @media (max-width: 30rem) {
          .row { flex-direction: column; gap: 0; }
          .tabs { padding-inline: .25rem; }
          .tabs a { padding: .6rem .55rem; }
          .facts { grid-template-columns: 1fr; gap: 0; }
          .facts dd { margin-bottom: .35rem; }
          .body { padding: 1rem; }
        }
        """
}
