/// How plots look: five series that differ in colour, for every kind of sight, and in pattern.
enum OverviewStyle {
    static let rules = """
        :root{--p1:#18794e;--p2:#2563b0;--p3:#8f5a00;--p4:#b93815;--p5:#86418a}
        @media(prefers-color-scheme:dark){:root{--p1:#5fce9b;--p2:#8ab8f5;--p3:#eab55a;--p4:#ff9a76;--p5:#dea0e0}}
        .plot{display:block;width:100%;overflow:visible;font-size:.75rem;fill:var(--text)}
        .plot .soft{fill:var(--soft)}
        .plot .strong{font-weight:650;font-size:.8125rem}
        .plot line{stroke:var(--line);stroke-width:1}
        .plot .base{stroke:var(--edge)}
        .plot .f1{fill:var(--p1)}.plot .f2{fill:var(--p2)}.plot .f3{fill:var(--p3)}.plot .f4{fill:var(--p4)}.plot .f5{fill:var(--p5)}
        .plot .edge{stroke:var(--card);stroke-width:1}
        .plot pattern path,.plot pattern circle{stroke:var(--card);fill:var(--card);stroke-width:1.6}
        .plot pattern path{fill:none}
        .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;margin:0 0 .6rem!important;padding:0!important;font-size:.8125rem}
        .legend li{display:flex;align-items:center;gap:.4rem}
        .legend .plot{width:1.1rem;height:1.1rem;flex:none}
        .wide-panel{grid-column:1/-1}
        @media(forced-colors:active){.plot{fill:CanvasText}.plot .f1,.plot .f2,.plot .f3,.plot .f4,.plot .f5,.plot .soft{fill:CanvasText}.plot line,.plot .base{stroke:CanvasText}.plot .edge,.plot pattern path,.plot pattern circle{stroke:Canvas}.plot pattern circle{fill:Canvas}}
        """
}
