/// What the pages of the admin site have beside what all pages have: room for lists, and parts to work with.
enum AdminStyle {
    /// A part of the site that has rules of its own adds them here.
    static let rules = [colours, frame, parts, tables, forms, OverviewStyle.rules].joined(separator: "\n")

    private static let colours = """
        :root{--warn:#7a4b00;--info:#1a56a0;--good-wash:#e6f4ea;--bad-wash:#fdeceb;--warn-wash:#fdf1dc;--info-wash:#e8f0fe;--hover:#0000000a}
        @media(prefers-color-scheme:dark){:root{--warn:#f0c27a;--info:#a8c7fa;--good-wash:#14301d;--bad-wash:#3d1c1a;--warn-wash:#372a12;--info-wash:#16283f;--hover:#ffffff0d}}
        """

    private static let frame = """
        html{scroll-padding-block:1.5rem}
        body{font-size:.9375rem;line-height:1.5;min-height:100vh;display:grid;grid-template:"bar bar" auto "nav main" 1fr "foot foot" auto/15rem minmax(0,1fr)}
        body.alone{grid-template:"bar" auto "main" 1fr "foot" auto/minmax(0,1fr)}
        .unseen{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap;border:0}
        .skip{position:absolute;inset-block-start:.5rem;inset-inline-start:.5rem;z-index:3;padding:.5rem .9rem;background:var(--card);border-radius:.5rem;clip-path:inset(50%)}
        .skip:focus{clip-path:none}
        header.bar{grid-area:bar;max-width:none;margin:0;padding:.6rem clamp(.75rem,2vw,1.5rem);display:flex;flex-wrap:wrap;align-items:center;gap:.6rem 1.25rem;background:var(--card);border-block-end:1px solid var(--line);font-size:.9375rem;font-weight:400}
        .brand{flex:0 1 auto;min-width:0;font-size:1rem;font-weight:650}
        header .brand{display:flex;gap:.6rem}
        .brand a{color:inherit;text-decoration:none;padding-block:.15rem}
        .brand a:hover{text-decoration:underline}
        .search{flex:1 1 16rem;max-width:34rem;margin:0 auto;display:flex;gap:.5rem}
        .search input{flex:1;min-width:0}
        .search button{flex:none}
        .until{margin:0;margin-inline-start:auto;color:var(--soft);font-size:.8125rem;text-align:end}
        header .until{display:block}
        header .until::before{content:none}
        .account{position:relative}
        header>.brand+.account{margin-inline-start:auto}
        .account summary{display:flex;align-items:center;gap:.5rem;min-height:2.25rem;padding:.4rem .6rem;border-radius:.5rem;list-style:none}
        .account summary::-webkit-details-marker{display:none}
        .account summary::after{content:"";flex:none;width:.6rem;height:.6rem;margin-block-end:.25rem;border:solid currentColor;border-width:0 2px 2px 0;transform:rotate(45deg)}
        .account[open] summary::after{margin-block:.25rem 0;transform:rotate(225deg)}
        .account summary:hover{background:var(--hover)}
        .account>div{position:absolute;inset-inline-end:0;inset-block-start:calc(100% + .35rem);z-index:2;width:max-content;max-width:calc(100vw - 1.5rem);padding:.6rem .9rem .9rem;background:var(--card);border:1px solid var(--line);border-radius:.7rem;box-shadow:0 8px 24px #00000029}
        .account ul{list-style:none;margin:0;padding:0}
        .account li a{display:block;padding:.35rem .25rem;color:inherit}
        .account form{margin:.5rem 0 0}
        .areas{grid-area:nav;position:static;inset:auto;display:block;width:auto;height:auto;margin:0;padding:1.25rem .75rem 2rem clamp(.75rem,1.5vw,1.25rem);border:0;background:none;color:inherit;overflow:visible}
        .areas p{margin:1.1rem 0 .2rem;padding-inline:.75rem;font-size:.8125rem;color:var(--soft);font-weight:600}
        .areas p:first-of-type{margin-block-start:0}
        .areas ul{list-style:none;margin:0;padding:0}
        .areas a{display:block;padding:.32rem .75rem;border-radius:.5rem;color:inherit;text-decoration:none;border-inline-start:3px solid transparent}
        .areas a:hover{background:var(--hover)}
        .areas a[aria-current]{background:var(--card);border-inline-start-color:var(--accent);font-weight:650;box-shadow:0 0 0 1px var(--line)}
        .menu,.close{display:none}
        main{grid-area:main;width:100%;max-width:84rem;margin:0;padding:1.5rem clamp(.75rem,2.5vw,2rem) 2.5rem;background:none;border:0;border-radius:0;box-shadow:none}
        main:focus{outline:0}
        .areas~main{padding-inline-start:clamp(.75rem,1.5vw,1.25rem)}
        body.alone main{max-width:46rem;margin-inline:auto}
        footer{grid-area:foot;max-width:none;margin:0;padding:.9rem clamp(.75rem,2vw,1.5rem) 1.5rem;border-block-start:1px solid var(--line);font-size:.8125rem}
        @media(max-width:60rem){
        body{grid-template:"bar" auto "main" 1fr "foot" auto/minmax(0,1fr)}
        .areas~main{padding-inline-start:clamp(.75rem,2.5vw,2rem)}
        .search{flex-basis:8rem}
        .account{margin-inline-start:auto}
        @supports selector(:popover-open){
        .menu,.close{display:inline-flex}
        .areas{display:none}
        .areas:popover-open{display:block;position:fixed;inset-block:0;inset-inline:0 auto;width:min(20rem,100vw);height:100%;overflow:auto;background:var(--page);border-inline-end:1px solid var(--line);padding-block-start:.75rem}
        .areas::backdrop{background:#0006}
        .areas a{padding-block:.45rem}
        }
        }
        @media(max-width:40rem){
        header.bar{gap:.5rem .6rem}
        .brand{flex:1 1 calc(100% - 6rem)}
        .until{flex:1 1 auto;text-align:start}
        .account{margin-inline-start:auto;max-width:60%}
        .search{order:3;flex-basis:100%;max-width:none;margin:0}
        }
        """

    private static let parts = """
        h1{font-size:1.5rem;margin:0 0 .9rem}
        h2{font-size:1.125rem;margin:0 0 .6rem}
        h3{font-size:.9375rem;margin:0 0 .35rem}
        section{margin-top:2rem;padding-top:0;border-top:0}
        .lead{max-width:46rem;color:var(--soft);margin-block-end:1.1rem}
        .trail{margin-block-end:.35rem;font-size:.875rem}
        .trail a{display:inline-block;padding-block:.15rem}
        .trail a::before{content:"← " / ""}
        .panel{padding:1rem 1.15rem;margin-block:0 1.25rem;background:var(--card);border:1px solid var(--line);border-radius:.8rem}
        .panel>:last-child{margin-block-end:0}
        .panel dl+p{margin-block-start:1rem}
        .panel form+form,.panel form+h3,.panel p+h3{margin-block-start:1.5rem}
        hr{margin:1.25rem 0;border:0;border-block-start:1px solid var(--line)}
        .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1.25rem;align-items:start}
        .columns>*{margin-block:0}
        .columns+*{margin-block-start:1.25rem}
        @container(min-width:60rem){.columns.letter{grid-template-columns:minmax(0,1fr) 41rem}}
        .status,.alert{display:block;margin:0 0 1.1rem;padding:.65rem .95rem;border:1px solid;border-inline-start-width:5px;border-radius:.5rem;font-weight:600}
        .status{color:var(--good);background:var(--good-wash)}
        .alert{color:var(--bad);background:var(--bad-wash)}
        div.status{color:var(--text);border-color:var(--good);font-weight:400}
        div.status strong{color:var(--good)}
        .status p,.note p{margin-block-end:.35rem}
        .status ul,.note ul{margin:0 0 .5rem}
        .status>:last-child,.note>:last-child{margin-block-end:0}
        .alert ul{margin:.35rem 0 0;font-weight:400}
        .alert a{color:inherit}
        .note{margin:0 0 1.1rem;padding:.65rem .95rem;color:var(--text);background:var(--warn-wash);border:1px solid var(--warn);border-inline-start-width:5px;border-radius:.5rem}
        .badge{display:inline-flex;align-items:center;gap:.4em;padding:.05em .6em;border-radius:1em;border:1px solid transparent;font-size:.8125rem;font-weight:600;line-height:1.55;white-space:nowrap;color:var(--soft);background:var(--wash);box-shadow:inset 0 0 0 1px var(--line)}
        .badge::before{content:"";flex:none;width:.5em;height:.5em;border-radius:50%;background:currentColor}
        .badge.good{color:var(--good);background:var(--good-wash);box-shadow:none}
        .badge.bad{color:var(--bad);background:var(--bad-wash);box-shadow:none}
        .badge.bad::before{border-radius:0;transform:rotate(45deg)}
        .badge.warn{color:var(--warn);background:var(--warn-wash);box-shadow:none}
        .badge.warn::before{border-radius:0}
        .badge.info{color:var(--info);background:var(--info-wash);box-shadow:none}
        .badge.quiet::before{background:none;border:1.5px solid currentColor}
        dl{margin:0;border:0;padding:0}
        dl div{padding-block:.3rem;gap:0 1.25rem}
        dl div+div{border-block-start:1px solid var(--line)}
        dt{flex:0 1 9.5rem}
        dd{flex:1 1 11rem;font-weight:400;overflow-wrap:anywhere}
        .ago{color:var(--soft);white-space:nowrap}
        time{font-variant-numeric:tabular-nums}
        code,.id{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        pre{margin:0 0 .9rem;padding:.9rem 1.1rem;background:var(--wash);border:1px solid var(--line);border-radius:.5rem;white-space:pre-wrap;overflow-wrap:anywhere;font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        kbd{display:inline-block;min-width:1.6em;padding:.05em .4em;text-align:center;font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--wash);border:1px solid var(--edge);border-block-end-width:2px;border-radius:.35em}
        .empty{padding:2.25rem 1rem;text-align:center;color:var(--soft);background:var(--card);border:1px dashed var(--edge);border-radius:.8rem}
        .wide .badge,.roomy .badge{white-space:normal}
        .plain{list-style:none;margin:0 0 .9rem;padding:0}
        .plain>li{padding-block:.3rem}
        .plain>li+li{border-block-start:1px solid var(--line)}
        .checks>li{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .75rem;padding-block:.45rem}
        .checks form{margin:0}
        .checks>li>div{flex:1 1 10rem;min-width:0}
        .checks small{display:block}
        .more+.more{border-block-start:1px solid var(--line)}
        .more>summary{padding-block:.45rem}
        .more>form{margin-block-end:.9rem}
        .timeline{list-style:none;margin:0;padding:0}
        .timeline>li{position:relative;padding:0 0 1.15rem;padding-inline-start:1.6rem}
        .timeline>li::before{content:"";position:absolute;inset-inline-start:.2rem;inset-block-start:.3rem;width:.85rem;height:.85rem;border-radius:50%;background:var(--card);border:3px solid var(--edge)}
        .timeline>li::after{content:"";position:absolute;inset-inline-start:calc(.625rem - 1px);inset-block:1.25rem 0;border-inline-start:2px solid var(--line)}
        .timeline>li:last-child::after{content:none}
        .timeline>li.good::before{border-color:var(--good)}
        .timeline>li.bad::before{border-color:var(--bad);border-radius:0;transform:rotate(45deg)}
        .timeline>li.warn::before{border-color:var(--warn);border-radius:0}
        .timeline>li p{margin-block:.15rem}
        .timeline .plain{margin-block-end:.15rem}
        .timeline .plain>li{padding-block:.1rem;border:0}
        """

    private static let tables = """
        .table{margin-block:0 1rem;background:var(--card);border:1px solid var(--line);border-radius:.8rem;overflow-x:auto}
        table{width:100%;border-collapse:collapse;font-size:.875rem}
        th,td{padding:.55rem .8rem;text-align:start;vertical-align:top;font-weight:400;overflow-wrap:break-word}
        thead th{font-size:.8125rem;color:var(--soft);font-weight:600;white-space:nowrap;border-block-end:1px solid var(--line)}
        tbody tr+tr>*{border-block-start:1px solid var(--line)}
        tbody tr:hover{background:var(--hover)}
        tbody th{font-weight:600}
        td bdi,th bdi{font-weight:inherit}
        .wide{overflow-wrap:anywhere;min-width:9rem}
        .roomy{overflow-wrap:anywhere;min-width:12.5rem}
        .count{text-align:end;font-variant-numeric:tabular-nums}
        td p,th p{margin:0}
        td form{margin:0}
        td time,td .ago{white-space:nowrap}
        dd small{display:block;color:var(--soft);font-size:.875rem}
        td small,th small{display:block;font-size:.8125rem;font-weight:400;color:var(--soft)}
        td a,th a{display:inline-block;min-height:1.5rem}
        main{container-type:inline-size}
        @container(max-width:58rem){
        .table{border:0;background:none;border-radius:0;overflow:visible}
        .table table,.table tbody,.table tr,.table th,.table td{display:block;width:auto}
        .table tbody{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));gap:.75rem;align-items:start}
        .table thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .table tr{min-width:0;padding:.5rem .9rem;background:var(--card);border:1px solid var(--line);border-radius:.7rem}
        .table tbody tr>*{border:0;padding:.3rem 0;min-width:0;text-align:start;overflow-wrap:anywhere}
        .table td{display:flex;flex-wrap:wrap;gap:0 .9rem}
        .table td::before{content:attr(data-label);flex:0 0 5.75rem;color:var(--soft)}
        .table td>div{flex:1 1 7.5rem;min-width:0}
        .table time,.table .ago{white-space:normal}
        .table tbody th{font-size:.9375rem}
        }
        .pager{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin-block-end:1.25rem}
        .tabs{margin-block-end:1rem}
        .tabs ul{display:flex;flex-wrap:wrap;gap:.35rem;list-style:none;margin:0;padding:0}
        .tabs a{display:inline-block;padding:.25rem .8rem;border:1px solid var(--line);border-radius:2em;color:inherit;text-decoration:none;background:var(--card)}
        .tabs a:hover{border-color:var(--edge)}
        .tabs a[aria-current]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent);font-weight:650}
        """

    private static let forms = """
        form{margin:0}
        button,.button{min-height:2.5rem;padding:.4rem 1.1rem;border-radius:.55rem}
        .small{min-height:2.125rem;padding:.2rem .8rem;font-size:.875rem}
        .danger{background:transparent;color:var(--bad);border-color:var(--bad)}
        .danger:hover{box-shadow:inset 0 0 0 1px var(--bad)}
        @media(max-width:30rem){button,.button{width:auto}}
        input,select,textarea{font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:.5rem;padding:.35rem .7rem;min-height:2.5rem;max-width:100%}
        input[type=checkbox],input[type=radio]{min-height:0;padding:0}
        input[type=hidden]{display:none}
        input::placeholder{color:var(--soft);opacity:1}
        textarea{min-height:5rem;margin:0;padding:.5rem .7rem}
        .field{margin:0 0 .95rem;max-width:36rem}
        .field input:not([type=checkbox]),.field textarea,.field select{width:100%}
        .field label{margin-bottom:.2rem}
        .field .hint{margin:0 0 .3rem;color:var(--soft);font-size:.875rem}
        .field .error{margin:.3rem 0 0;font-size:.875rem}
        [aria-invalid=true]{border-color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
        .filters{display:flex;flex-wrap:wrap;gap:.75rem .9rem;align-items:start;margin-block-end:1rem}
        .filters .actions{margin-block:1.45rem 0}
        .filters .field{margin:0;flex:0 1 13rem;min-width:min(100%,9rem)}
        @container(max-width:30rem){.filters .field{flex:1 1 100%}.filters .actions{margin-block-start:0}}
        .filters label{font-size:.8125rem;color:var(--soft)}
        .actions{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}
        details.more>summary{font-weight:600}
        details.more[open]>summary{margin-block-end:.6rem}
        .secret{display:block;padding:.7rem .9rem;margin-block:0 .9rem;background:var(--wash);border:1px dashed var(--edge);border-radius:.5rem;user-select:all}
        @media(forced-colors:active){.badge{border-color:CanvasText}.badge::before{background:CanvasText;forced-color-adjust:none}.areas a[aria-current],.tabs a[aria-current]{outline:2px solid Highlight;outline-offset:-2px}.brand::before{background:CanvasText}}
        @media print{.bar form,.areas,.account,.menu,.skip,.filters,.pager,footer{display:none!important}body{display:block}.panel,.table{break-inside:avoid;border-color:#999}}
        """
}
