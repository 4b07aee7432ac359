/// What the public forms have beside what all pages have: fields to fill in, and a list of what happened.
enum IntakeStyle {
    static let rules = """
        .field{margin:0 0 1.35rem}
        .field input,.field select{display:block;width:100%;min-height:3rem;padding:.6rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:.6rem}
        .field textarea{margin:0;min-height:6.5rem}
        .field .hint{margin:0 0 .4rem;color:var(--soft);font-size:.9375rem}
        .field .error{margin:.4rem 0 0}
        [aria-invalid=true]{border-color:var(--bad)!important;box-shadow:inset 0 0 0 1px var(--bad)}
        .wrong{margin:0 0 1.35rem;padding:.9rem 1.1rem;border:1px solid var(--bad);border-inline-start-width:5px;border-radius:.6rem}
        .wrong h2{color:var(--bad)}
        .wrong ul{margin:0;padding-inline-start:1.25rem}
        .wrong li{padding-block:.15rem}
        .promise{margin:0 0 1.35rem;padding:.9rem 1.1rem;background:var(--wash);border-radius:.6rem}
        .promise ul{margin:.35rem 0 0}
        .answers{display:flex;flex-wrap:wrap;gap:.75rem}
        .steps{list-style:none;margin:.75rem 0 0;padding:0}
        .steps li{position:relative;padding-block:0 1.1rem;padding-inline-start:1.75rem}
        .steps li::before{content:"";position:absolute;inset-inline-start:.2rem;inset-block-start:.35rem;width:.9rem;height:.9rem;border-radius:50%;border:3px solid var(--accent);background:var(--card)}
        .steps li::after{content:"";position:absolute;inset-inline-start:.59rem;inset-block:1.5rem -.1rem;border-inline-start:2px solid var(--line)}
        .steps li:last-child{padding-block-end:0}
        .steps li:last-child::after{content:none}
        .steps+p{margin-block:1.25rem 0}
        .steps .soft{display:block;font-size:.9375rem}
        """
}
