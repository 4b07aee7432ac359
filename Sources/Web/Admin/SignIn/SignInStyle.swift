/// What the pages on the way in have beside the style of all pages.
enum SignInStyle {
    static let rules = """
        input[type=text],input[type=email]{display:block;width:100%;min-height:3rem;margin-bottom:.9rem;padding:.6rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:.6rem}
        input.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:1.25rem;letter-spacing:.08em}
        .hint{color:var(--soft);font-size:.9375rem;margin-bottom:.5rem}
        .field .error{margin-bottom:.5rem}
        .qr{background:#fff;padding:1rem;border-radius:.6rem;width:fit-content;max-width:100%;margin:1rem 0}
        .qr svg{display:block;width:13rem;max-width:100%;height:auto}
        code,.codes{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        .codes{margin-block:1rem;columns:2 9rem;list-style-position:inside;padding:0}
        .codes li{padding-block:.15rem;break-inside:avoid}
        @media print{.codes{columns:1}}
        """
}
