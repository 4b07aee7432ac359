extension Theme {
    /// The look of the reference: that of all pages, and room for code.
    static func reference(isHTTPS: Bool) -> Theme {
        Theme(colour: Stylesheet.standardColour, rules: ReferenceStyle.rules, isHTTPS: isHTTPS)
    }
}

/// What the reference has and other pages do not.
private enum ReferenceStyle {
    static let rules = """
        header,main,footer{max-width:58rem}
        h2{font-size:1.375rem;line-height:1.3;margin:0 0 .75rem}
        h3{font-size:1.125rem;line-height:1.35;margin:0 0 .5rem}
        h4{font-size:.9375rem;margin:1.25rem 0 .35rem;color:var(--soft)}
        h2 a,h3 a{color:inherit;text-decoration:none}
        h2 a:hover,h3 a:hover{text-decoration:underline}
        section{margin-top:2.25rem;padding-top:2.25rem}
        section,article{scroll-margin-top:1rem}
        article{margin-top:1.75rem;padding-top:1.75rem;border-top:1px solid var(--line)}
        nav{margin-top:1.5rem}
        nav h2{font-size:1.0625rem}
        nav>ul{columns:17rem;column-gap:2rem;padding:0;list-style:none}
        nav>ul>li{break-inside:avoid;padding-block:.15rem}
        nav ul ul{padding-inline-start:1rem;list-style:none;font-size:.9375rem}
        nav a{display:inline-block;min-height:1.5rem}
        ul{margin:0 0 .9rem;padding-inline-start:1.25rem}
        li{margin-block:.2rem}
        code{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--wash);border-radius:.25rem;padding:.05em .25em}
        pre{margin:0 0 .9rem;padding:.8rem 1rem;background:var(--wash);border:1px solid var(--line);border-radius:.5rem;overflow-x:auto;font-size:.9375rem}
        pre code{background:none;padding:0;overflow-wrap:normal}
        .call{font-size:1.0625rem}
        .call b,.status b,li b{font-variant-numeric:tabular-nums}
        .status{margin-bottom:.35rem}
        .fields{margin:.35rem 0 .9rem}
        .fields div{display:block;padding-block:.4rem}
        .fields dt{color:var(--text);font-weight:600}
        .fields dd{font-weight:400}
        .fields span{color:var(--soft);font-weight:400;font-size:.9375rem}
        summary{min-height:1.5rem;font-weight:600;font-size:.9375rem;cursor:pointer}
        details ul{margin-top:.35rem}
        """
}
