import Crypto
import Foundation

/// The only script there is: keys that go somewhere.
///
/// Every page works without it, and its policy allows exactly this text.
enum AdminScript {
    /// Reads where to go from the links of the navigation.
    ///
    /// Nothing happens while somebody types, or with a modifier.
    static let text = """
        (()=>{
        let waits=0;
        const at=(selector)=>document.querySelector(selector);
        addEventListener("keydown",(e)=>{
        if(e.defaultPrevented||e.isComposing||e.repeat||e.ctrlKey||e.metaKey||e.altKey)return;
        const t=e.target;
        if(t.isContentEditable||/^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName))return;
        if(Date.now()<waits){
        waits=0;
        const link=/^[a-z]$/.test(e.key)&&at('.areas a[data-key="'+e.key+'"]');
        if(link){e.preventDefault();link.click()}
        }else if(e.key==="g")waits=Date.now()+1500;
        else if(e.key==="/"){const box=at("#search");if(box){e.preventDefault();box.focus();box.select()}}
        else if(e.key==="?"){const help=at('.account a[href$="/shortcuts"]');if(help)help.click()}
        });
        })()
        """

    /// For the policy of the page that has it (CSP 3, 2.3.1).
    static let digest = Data(SHA256.hash(data: Array(text.utf8))).base64EncodedString()

    private static let element = Array("<script>\(text)</script>\n".utf8)

    static func write(_ out: inout HTMLWriter) { out.script(element) }
}
