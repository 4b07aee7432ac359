import Model

/// The one style of all pages.
///
/// It loads nothing: no font, no image, no script.
enum Stylesheet {
    static let standardColour = Colour(GalleryPolicy.standardColour) ?? .black
    static let lightCard = Colour.white
    static let darkCard = Colour(red: 0x18, green: 0x1C, blue: 0x22)

    /// - Parameter colour: The gallery's. Text and lines take a shade of it that can be read on the card; the light
    ///   button takes the colour itself, with black or white on it.
    static func text(_ colour: Colour) -> String {
        let (light, dark) = (colour.readable(on: lightCard), colour.readable(on: darkCard))
        return """
            :root{--accent:\(light.text);--fill:\(colour.text);--ink:\(colour.ink.text);\(lightColours)}
            @media(prefers-color-scheme:dark){:root{--accent:\(dark.text);--fill:\(dark.text);--ink:\(dark.ink.text);\(darkColours)}}
            \(rules)
            """
    }

    private static let lightColours =
        "--page:#f3f5f8;--card:#fff;--text:#1b1f24;--soft:#4d5661;--line:#d5dae1;--edge:#757e8a;--wash:#f3f5f8;--bad:#b3261e;--good:#146c2e"
    private static let darkColours =
        "--page:#0f1216;--card:#181c22;--text:#e8eaed;--soft:#aeb6c0;--line:#343b45;--edge:#8b949e;--wash:#20252d;--bad:#f2b8b5;--good:#7fd394"

    private static let rules = """
        *,::before,::after{box-sizing:border-box}
        html{color-scheme:light dark;scroll-padding-block:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--text);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
        header,main,footer{max-width:37rem;margin-inline:auto;padding-inline:clamp(.75rem,5vw,2.25rem)}
        header{padding-block:1.75rem 1rem;font-weight:650;font-size:1.0625rem}
        header p{margin:0;display:flex;align-items:center;gap:.6rem}
        header p::before{content:"";flex:none;width:.9rem;height:.9rem;border-radius:.3rem;background:var(--accent)}
        main{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding-block:clamp(1.25rem,5vw,2rem);box-shadow:0 1px 2px #0000000d,0 8px 24px #0000000f}
        @media(max-width:40rem){main{border-radius:0;border-inline:0;box-shadow:none}}
        footer{padding-block:1.25rem 2.5rem;color:var(--soft);font-size:.9375rem}
        h1{font-size:clamp(1.375rem,5vw,1.75rem);line-height:1.25;letter-spacing:-.01em;margin:0 0 .75rem;text-wrap:balance}
        h2{font-size:1.0625rem;line-height:1.4;margin:0 0 .35rem}
        p{margin:0 0 .9rem;text-wrap:pretty}
        p:last-child{margin-bottom:0}
        a{color:var(--accent);text-underline-offset:.15em}
        bdi{font-weight:600}
        h1 bdi,dd bdi,li bdi{font-weight:inherit}
        main ul{margin:.5rem 0 1.25rem;padding-inline-start:1.25rem}
        .soft{color:var(--soft)}
        dl{margin:1.25rem 0;border-block:1px solid var(--line);padding-block:.35rem}
        dl div{display:flex;flex-wrap:wrap;gap:0 1rem;padding-block:.4rem}
        dt{flex:0 1 8.5rem;color:var(--soft)}
        dd{flex:1 1 12rem;min-width:0;margin:0;font-weight:600}
        dl:last-child{margin-bottom:0;border-bottom:0;padding-bottom:0}
        figure{margin:1.25rem 0;padding:.9rem 1.1rem;background:var(--wash);border-inline-start:4px solid var(--accent);border-radius:.35rem}
        figcaption{color:var(--soft);font-size:.9375rem;margin-bottom:.25rem}
        blockquote{margin:0;white-space:pre-wrap;text-align:start}
        section{margin-top:1.5rem;padding-top:1.5rem;border-top:1px solid var(--line)}
        form{margin:1.25rem 0 0}
        form+p{margin-top:1rem}
        dl+section{border-top:0;padding-top:0}
        section form{margin-top:.75rem}
        label{display:block;font-weight:600;margin-bottom:.35rem}
        label span{font-weight:400;color:var(--soft)}
        textarea{display:block;width:100%;min-height:5.25rem;margin-bottom:.9rem;padding:.6rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:.6rem;resize:vertical}
        button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:3rem;padding:.6rem 1.4rem;font:inherit;font-weight:650;line-height:1.3;text-align:center;text-wrap:balance;text-decoration:none;border:1px solid var(--accent);border-radius:.7rem;background:var(--fill);color:var(--ink);cursor:pointer}
        button:hover,.button:hover{box-shadow:inset 0 0 0 2px var(--ink)}
        .quiet{background:transparent;color:var(--text);border-color:var(--edge)}
        .quiet:hover{box-shadow:inset 0 0 0 1px var(--edge)}
        @media(max-width:30rem){button,.button{width:100%}}
        :focus-visible{outline:3px solid var(--accent);outline-offset:3px}
        .state{display:flex;flex-wrap:wrap;gap:.9rem;align-items:flex-start}
        .state svg{flex:none;width:2.1rem;height:2.1rem;margin-top:.05rem;color:var(--accent)}
        .good svg{color:var(--good)}
        .state>div{flex:1 1 12rem;min-width:0}
        fieldset{margin:0 0 1rem;padding:.5rem .9rem .75rem;border:1px solid var(--line);border-radius:.6rem;min-width:0}
        legend{padding-inline:.3rem;font-weight:600}
        .choice{margin:.35rem 0;display:flex;gap:.6rem;align-items:baseline}
        .choice input{flex:none;width:1.25rem;height:1.25rem;margin:0;accent-color:var(--accent);transform:translateY(.2rem)}
        .choice label{margin:0;font-weight:400;padding-block:.15rem}
        summary{cursor:pointer;font-weight:600;padding-block:.35rem}
        .saved{color:var(--good);font-weight:600;margin-bottom:.75rem}
        .error{color:var(--bad);font-weight:600}
        @media(forced-colors:active){button,.button{border:2px solid ButtonText}header p::before{background:CanvasText}.state svg{color:CanvasText}}
        @media(prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important;scroll-behavior:auto!important}}
        @media print{main{box-shadow:none}form,.button{display:none}}
        """
}
