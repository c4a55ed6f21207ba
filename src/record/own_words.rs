//! Finds what the sender of a mail wrote: without quotations, forwarded mails and signatures. Programs write
//! the head of a quotation in every language, so its form is looked at, not its words.

use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, PartType};

use crate::record::mail_answer::is_keyed;
use crate::value::text::{canonical, hostile};

/// The head of a quotation can have this many lines: programs break long lines.
const HEAD: usize = 3;
/// A head without a date or an address can have this many words: `Maya Example wrote:`.
const WROTE: usize = 4;
/// A line of this many equal marks ends a mail: a mailing list writes its address below.
const RULE: usize = 30;
/// So many consecutive lines such as `From: Maya` are the head of a mail.
const FIELDS: usize = 3;
/// No head of a mail is looked at further than this.
const FIELDS_READ: usize = 12;

/// So many characters a line of a farewell can have.
const SHORT: usize = 60;

/// Programs that write a line below each mail: their names are the same in every language.
const PROGRAMS: &[&str] = &[
    "iphone",
    "ipad",
    "android",
    "galaxy",
    "outlook",
    "k-9",
    "protonmail",
    "yahoo",
];

/// The elements of HTML that have lines of their own.
const BLOCKS: &[&str] = &[
    "div", "p", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr", "pre", "dt", "dd",
];

/// The elements whose attributes would hide their meaning from the program that makes text of HTML.
const PLAIN: &[&str] = &["br", "head", "style", "script", "template"];

/// The sender's own words in some parts of a mail. A part in HTML is read as text.
pub(super) fn words(message: &Message<'_>, parts: &[u32], names: &[String]) -> String {
    own(&text(message, parts), names)
}

/// The text of some parts of a mail.
pub(super) fn text(message: &Message<'_>, parts: &[u32]) -> String {
    let parts = parts.iter().filter_map(|at| message.part(*at));
    let texts = parts.filter_map(|part| match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        PartType::Html(html) => Some(html_to_text(&unquoted(html))),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// HTML with a marked line in place of each `blockquote`, and with a line for each element that has one.
fn unquoted(html: &str) -> String {
    let (mut out, mut depth, mut is_fresh) = (String::new(), 0_usize, true);
    for (n, piece) in html.split('<').enumerate() {
        let (tag, text) = match n {
            0 => ("", piece),
            _ => piece.split_once('>').unwrap_or((piece, "")),
        };
        let name = tag.trim_start_matches('/').to_ascii_lowercase();
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
        match (name.unwrap_or_default(), tag.starts_with('/')) {
            ("blockquote", true) => depth = depth.saturating_sub(1),
            ("blockquote", false) => {
                out.push_str(if depth == 0 { "<br>&gt;<br>" } else { "" });
                depth += 1;
            }
            _ if depth > 0 || n == 0 => {}
            (name, is_end) => {
                let is_block = BLOCKS.contains(&name);
                let breaks = is_block && !is_fresh && (name, is_end) != ("p", true);
                is_fresh |= is_block || name == "br";
                out.push_str(if breaks { "<br>" } else { "" });
                out.push_str(if name == "td" { " " } else { "" });
                out.push_str(&match PLAIN.contains(&name) && !is_end {
                    true => format!("<{name}>"),
                    false => format!("<{tag}>"),
                });
            }
        }
        if depth == 0 {
            out.push_str(text);
            is_fresh &= text.trim().is_empty();
        }
    }
    out
}

/// The lines down to a signature or to a mail that is quoted without marks, without marked ones.
/// `names` are the names of the sender in canonical form.
pub(super) fn own(text: &str, names: &[String]) -> String {
    let lines: Vec<&str> = signed(text).lines().map(str::trim_end).collect();
    let (mut own, mut at) = (Vec::new(), 0);
    while let Some((line, below)) = lines.get(at..).and_then(<[&str]>::split_first) {
        let rest = lines.get(at..).unwrap_or_default();
        if is_end(line) || is_header(rest) {
            break;
        }
        let head = head(rest).unwrap_or(0);
        if head > 0 {
            let mut below = below.iter().skip(head - 1);
            let next = below.find(|line| !line.is_empty());
            if next.is_some_and(|line| !is_marked(line)) {
                break;
            }
        } else if !is_marked(line) {
            own.push(*line);
        }
        at += head.max(1);
    }
    let filled = own.iter().position(|line| !line.is_empty());
    let own = own.get(filled.unwrap_or(0)..).unwrap_or_default();
    without_farewell(own, names).join("\n")
}

/// Whether a text is made of several mails: below a rule begins the head of a mail, with its number.
pub(super) fn is_digest(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut rules = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_rule(line, '-'));
    rules.any(|(at, _)| {
        let below = lines.get(at + 1..).unwrap_or_default();
        let empty = below.iter().take_while(|line| line.is_empty()).count();
        let head = below.get(empty..).unwrap_or_default();
        let number = head.first().and_then(|line| field(line));
        number.is_some_and(|(_, number)| number.trim().parse::<u32>().is_ok()) && is_header(head)
    })
}

fn is_rule(line: &str, mark: char) -> bool {
    line.len() >= RULE && line.chars().all(|c| c == mark)
}

/// The signed part of a text that is signed with PGP.
fn signed(text: &str) -> &str {
    let Some((_, signed)) = text.split_once("-----BEGIN PGP SIGNED MESSAGE-----") else {
        return text;
    };
    let empty = ["\n\n", "\r\n\r\n"].map(|empty| signed.split_once(empty));
    let body = empty.into_iter().flatten().next();
    let body = body.map_or(signed, |(_, body)| body);
    body.split("-----BEGIN PGP SIGNATURE-----")
        .next()
        .unwrap_or(body)
}

/// Whether a line is quoted with a mark.
fn is_marked(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether nothing below a line is the sender's: a signature, a rule, or words between dashes, such as
/// `-----Original Message-----`.
fn is_end(line: &str) -> bool {
    let line = line.trim();
    let words = line.trim_matches('-');
    let dashes = |side: &str| side.starts_with("--");
    line == "--"
        || ['-', '_', '='].into_iter().any(|mark| is_rule(line, mark))
        || !words.is_empty() && dashes(line) && line.ends_with("--")
        || canonical(line) == "begin forwarded message:"
}

/// How many lines a head such as `On 3 May 2026 at 10:00, Maya wrote:` has, if it begins here. It ends with
/// a colon, and its first line has a date or an address, or it is short and directly above a marked line.
fn head(lines: &[&str]) -> Option<usize> {
    let is_prose = |line: &&str| !line.is_empty() && !is_marked(line) && !is_keyed(line);
    let first = lines.first().copied().filter(is_prose)?;
    let below = lines.get(1..).and_then(<[&str]>::first);
    let is_quoting = below.is_some_and(|line| is_marked(line));
    let is_short = is_quoting && first.split_whitespace().count() <= WROTE;
    if !(has_address(first) || has_time(first) || has_day(first) || is_short) {
        return None;
    }
    let ends = |line: &&str| visible(line).ends_with([':', '：', '.', '!', '?']);
    let mut own = lines
        .iter()
        .take(HEAD)
        .take_while(|line| is_prose(line))
        .enumerate();
    let (at, last) = own.find(|(_, line)| ends(line))?;
    visible(last).ends_with([':', '：']).then_some(at + 1)
}

/// Whether the head of a mail begins here, in any language: some lines such as `Sent: 3 May 2026 10:00`, one
/// of them with an address or a time.
fn is_header(lines: &[&str]) -> bool {
    let fields = lines.iter().take(FIELDS_READ).map_while(|line| field(line));
    let fields: Vec<(&str, &str)> = fields.collect();
    let is_sender = |(name, _): &(&str, &str)| canonical(name) == "from";
    let is_known = |(_, value): &(&str, &str)| has_address(value) || has_time(value);
    fields.len() >= FIELDS && (fields.iter().any(is_known) || fields.first().is_some_and(is_sender))
}

/// The name and the value of a line such as `From: Maya`.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = visible(line).split_once([':', '：'])?;
    let name = name.trim_matches(['*', ' ', '_', '\t', '\u{a0}']);
    let has_words =
        name.chars().any(char::is_alphabetic) && !name.contains(|c: char| c.is_numeric());
    let is_name = has_words && name.split_whitespace().count() <= 3;
    (is_name && !value.starts_with("//") && !is_keyed(line)).then_some((name, value))
}

/// A line without what cannot be seen at its two ends.
fn visible(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c == '*' || hostile(c).is_some())
}

fn has_address(text: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    let mut marks = text.match_indices('@');
    marks.any(|(at, _)| {
        let before = text.get(..at).is_some_and(|text| text.ends_with(inner));
        before
            && text
                .get(at + 1..)
                .is_some_and(|text| text.starts_with(inner))
    })
}

/// Whether a text has a time of day, in the digits of any script.
fn has_time(text: &str) -> bool {
    let mut colons = text.match_indices(':');
    colons.any(|(at, _)| {
        let before = text
            .get(..at)
            .is_some_and(|text| text.ends_with(char::is_numeric));
        let after = text.get(at + 1..).unwrap_or_default();
        before && after.chars().take_while(|c| c.is_numeric()).count() == 2
    })
}

/// Whether a text has a year and another number.
fn has_day(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_numeric());
    let lengths: Vec<usize> = numbers.map(|digits| digits.chars().count()).collect();
    let few = lengths.iter().any(|length| matches!(length, 1 | 2));
    few && lengths.contains(&4)
}

/// Lines without the last paragraphs that end with the sender's name, or that the sender's program wrote.
fn without_farewell<'l, 'a>(lines: &'a [&'l str], names: &[String]) -> &'a [&'l str] {
    let mut kept = lines;
    loop {
        let filled = kept.iter().rposition(|line| !line.is_empty());
        kept = kept
            .get(..filled.map_or(0, |at| at + 1))
            .unwrap_or_default();
        let begin = kept.iter().rposition(|line| line.is_empty());
        match begin.and_then(|begin| kept.split_at_checked(begin)) {
            Some((above, [_, last @ ..])) if is_farewell(last, names) => kept = above,
            _ => return kept,
        }
    }
}

fn is_farewell(lines: &[&str], names: &[String]) -> bool {
    let is_short = |line: &&str| line.chars().count() <= SHORT && !is_keyed(line);
    let last = canonical(lines.last().copied().unwrap_or_default());
    let mut words = last.split([' ', ',', '.']).filter(|word| !word.is_empty());
    let is_named = words.all(|word| names.iter().any(|name| name == word));
    let is_program = PROGRAMS.iter().any(|program| last.contains(program));
    let is_sent_by = lines.len() == 1 && is_program && !last.ends_with(['.', '!', '?']);
    lines.len() <= HEAD && lines.iter().all(is_short) && (is_named || is_sent_by)
}

#[cfg(test)]
mod tests {
    use mail_parser::decoders::html::html_to_text;

    use super::{is_digest, own, unquoted};

    #[test]
    fn only_the_senders_own_words_are_read() {
        for rest in [
            "-- \nPosition: object",
            "--\r\nPosition: object",
            "> Position: object",
            "  > > Position: object",
            "---------- Forwarded message ---------\nPosition: object",
            "-----Original Message-----\nPosition: object",
            "Begin forwarded message:\nPosition: object",
            "From: Maya\nSent: Monday\nTo: Ben\nSubject: Call\n\nPosition: object",
            "*From:* Maya\n*Date:* Monday\n*Subject:* Call\n\nPosition: object",
        ] {
            let own = own(&format!("Position: accept\n{rest}\n"), &[]);
            assert_eq!(own.trim_end(), "Position: accept", "{rest}");
        }
        assert_eq!(own("From: here on\nI agree", &[]), "From: here on\nI agree");
    }

    /// The heads of quotations, each with the language, the program, and whether the form was seen in a mail or
    /// a collection of mails that others published (with other names, and often another date), or made as the
    /// program is known to write it.
    const HEADS: &[(&str, &str)] = &[
        (
            "en Gmail, seen",
            "On Sun, May 3, 2026 at 10:00 AM Ben <ben@example.org> wrote:",
        ),
        (
            "en Gmail, broken, seen",
            "On Sun, May 3, 2026 at 10:00 AM Ben Example <\nben@example.org> wrote:",
        ),
        (
            "en Apple Mail, seen",
            "On May 3, 2026, at 4:19 PM, ben <ben@example.org> wrote:",
        ),
        ("en Thunderbird, seen", "On 5/3/26 10:00 AM, Ben wrote:"),
        ("en Pine, seen", "On Sun, 3 May 2026, Ben Example wrote:"),
        (
            "en Yahoo, seen",
            "----- Original Message -----\nFrom: \"Ben\" <ben@example.org>\nTo: ana@example.org\nCc:\nSent: Sunday, May 3, 2026 5:44 PM\nSubject: Item",
        ),
        (
            "en Outlook, seen",
            "From: ben@example.org [mailto:ben@example.org]\nSent: May-03-26 4:22 PM\nTo: Ana\nSubject: Item",
        ),
        (
            "en Outlook for Android, seen",
            "________________________________\nFrom: Ben <ben@example.org>\nSent: Sunday, May 3, 2026 8:54:40 PM\nTo: ana@example.org <ana@example.org>\nSubject: Item",
        ),
        (
            "en Zoho, seen",
            "---- On Sun, 03 May 2026 14:02:50 +0530 ben@example.org wrote ----",
        ),
        (
            "de Gmail, broken, seen",
            "Am So., 3. Mai 2026 um 15:57 Uhr schrieb Ben Example <\nben@example.org>:",
        ),
        (
            "de Thunderbird, seen",
            "Am 03.05.26 um 10:00 schrieb Ben Example:",
        ),
        (
            "de Outlook, seen",
            "-----Ursprüngliche Nachricht-----\nVon: Ben <ben@example.org>\nAn: Ana <ana@example.org>\nBetreff: Item\nDatum: 03.05.2026 15:00",
        ),
        (
            "de Outlook without an address, made",
            "Von: Ben Example\nGesendet: Sonntag, 3. Mai 2026 10:00\nAn: Ana Example\nBetreff: Item",
        ),
        (
            "fr Gmail, made",
            "Le dim. 3 mai 2026 à 10:00, Ben <ben@example.org> a écrit\u{a0}:",
        ),
        (
            "fr Outlook, made",
            "De\u{a0}: Ben Example\nEnvoyé\u{a0}: dimanche 3 mai 2026 10:00\nÀ\u{a0}: Ana\nObjet\u{a0}: Item",
        ),
        (
            "es Gmail, made",
            "El dom, 3 may 2026 a las 10:00, Ben (<ben@example.org>) escribió:",
        ),
        (
            "pt Apple Mail, broken, seen",
            "Em 3 de maio de 2026 às 16:32:35, Ben Example (\nben@example.org) escreveu:",
        ),
        (
            "it AOL, seen",
            "In data 3 maggio 2026 21:11:31 \"Ben\" <ben@example.org> ha scritto:",
        ),
        (
            "nl Gmail, made",
            "Op zo 3 mei 2026 om 10:00 schreef Ben <ben@example.org>:",
        ),
        (
            "pl Gmail, seen",
            "niedz., 3 maj 2026 o 10:00 Ben Example <ben@example.org> napisał(a):",
        ),
        (
            "pl KMail, broken, seen",
            "Dnia niedziela 3 maj 2026 o 18:00:14 Ben Example\nnapisał(a):",
        ),
        (
            "ru Gmail, seen",
            "вс, 3 мая 2026 г. в 15:19, Ben <ben@example.org>:",
        ),
        (
            "ru Mail.ru, seen",
            "Sun, 3 May 2026 14:00:51 +0400 от Ben Example <ben@example.org>:",
        ),
        (
            "tr Gmail, seen",
            "Ben <ben@example.org>, 3 May 2026 Paz, 15:01 tarihinde şunu yazdı:",
        ),
        (
            "tr Gmail, broken, seen",
            "Ben Example <ben@example.org>, 3 May 2026 Paz, 15:07\ntarihinde şunu yazdı:",
        ),
        (
            "fi Gmail, broken, seen",
            "su 3. toukokuuta 2026 klo 17.50 Ben Example\n<ben@example.org> kirjoitti:",
        ),
        (
            "da Samsung, seen",
            "-------- Oprindelig besked --------\nFra: Ben <ben@example.org>\nDato: 03.05.2026  17.45  (GMT+01:00)\nTil: ana@example.org\nEmne: Item",
        ),
        (
            "ko Gmail, seen",
            "2026년 5월 3일 (일) 오전 8:33, Ben <ben@example.org>님이 작성:",
        ),
        (
            "ja Gmail, made",
            "2026年5月3日(日) 10:00 Ben <ben@example.org>:",
        ),
        (
            "ja Outlook, made",
            "差出人: Ben <ben@example.org>\n送信日時: 2026年5月3日 10:00\n宛先: Ana\n件名: Item",
        ),
        (
            "zh Evolution, seen",
            "在 2026-05-03星期日的 13:56 +0100，Ben Example写道：",
        ),
        (
            "zh Apple Mail, seen",
            "2026年5月3日 06:27，Ben Example <ben@example.org> 写道：",
        ),
        (
            "zh QQ, made",
            "------------------ 原始邮件 ------------------\n发件人: \"Ben\" <ben@example.org>;",
        ),
        (
            "ar Gmail, made",
            "\u{202b}في الأحد، 3 مايو 2026 في 10:00 ص تمت كتابة ما يلي بواسطة \u{202a}Ben\u{202c}\u{200f} <\u{202a}ben@example.org\u{202c}\u{200f}>:\u{202c}",
        ),
        (
            "ar Apple Mail, digits of Arabic, made",
            "في ٠٣/٠٥/٢٠٢٦، الساعة ١٠:٠٠، كتب Ben:",
        ),
        (
            "he Gmail, made",
            "\u{202b}בתאריך יום א׳, 3 במאי 2026 ב-10:00 מאת \u{202a}Ben\u{202c}\u{200f} <\u{202a}ben@example.org\u{202c}\u{200f}>:\u{202c}",
        ),
        ("Gnus, seen", "Ben Example <ben@example.org> writes:"),
    ];

    #[test]
    fn nothing_below_the_head_of_a_quotation_is_the_senders() {
        for (program, head) in HEADS {
            let text = format!("I will tell you.\n\n{head}\n\nPosition: object\n");
            assert_eq!(own(&text, &[]), "I will tell you.", "{program}");
            let html = format!("I will tell you.<div><br></div>{}", as_html(head));
            let text = html_to_text(&unquoted(&format!("{html}<div>Position: object</div>")));
            assert_eq!(own(&text, &[]), "I will tell you.", "{program} in HTML");
        }
    }

    fn as_html(text: &str) -> String {
        let text = text.replace('<', "&lt;").replace('>', "&gt;");
        let lines = text.lines().map(|line| format!("<div>{line}</div>"));
        lines.collect()
    }

    #[test]
    fn answers_between_marked_lines_are_read_below_any_head() {
        let ends = |head: &str| head.ends_with([':', '：', '\u{202c}']) && !head.contains("\nDe");
        for (program, head) in HEADS.iter().filter(|(_, head)| ends(head)) {
            let text = format!(
                "{head}\n> Position: ANSWER\n\nPosition: accept\n\n> Reason: …\n\nReason: Fine."
            );
            let expected = "Position: accept\n\n\nReason: Fine.";
            assert_eq!(own(&text, &[]), expected, "{program}");
        }
    }

    #[test]
    fn words_that_only_resemble_a_head_are_the_senders() {
        for words in [
            "I have three points:\n\nIt is dear.",
            "Position: object\nAbout: Part 3\nReason: Of 3 May 2026, 10:00:\ntoo late",
            "I read it on 3 May 2026 at 10:00.\nMy answer:\n\nPosition: accept",
            "See https://example.org/2026:\nhttps://example.org/b\nhttps://example.org/c",
            "2026-01-15 14:30:25\n15.01.2024 14:30\nJan 15, 2024 at 14:30\n\nAll are examples",
            "I object to the first part:\n\nIt is dear.",
            "Cost: high\nRisk: low\n\nSo it is dear",
            "- one\n- two\n---\nthree",
        ] {
            assert_eq!(own(words, &[]), words);
        }
    }

    #[test]
    fn farewells_with_the_senders_name_are_left_out() {
        let names = ["ana".to_owned(), "example".to_owned()];
        for farewell in [
            "Best,\nAna",
            "Viele Grüße\nAna Example",
            "Ana Example\n\nSent from my iPhone",
            "Von meinem iPhone gesendet",
            "Ana\n_______________________________________________\nlist mailing list\nlist@example.org",
        ] {
            let words = format!("Position: accept\nReason: Fine.\n\nAnd cheap.\n\n{farewell}\n");
            let expected = "Position: accept\nReason: Fine.\n\nAnd cheap.";
            assert_eq!(own(&words, &names), expected, "{farewell}");
        }
        assert_eq!(
            own("It is dear,\n\nBen agrees", &names),
            "It is dear,\n\nBen agrees"
        );
    }

    #[test]
    fn signed_text_is_read_and_digests_are_known() {
        let signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nPosition: accept\n\
                      -----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n";
        assert_eq!(own(signed, &[]), "Position: accept");
        // The form of Mailman, as its archives have it.
        let rule = "-".repeat(30);
        let digest = format!(
            "Today's Topics:\n\n   1. Re: Item (Ben)\n\n{rule}{rule}\n\nMessage: 1\n\
             Date: Sun, 3 May 2026 10:00:00 +0000\nFrom: Ben <ben@example.org>\nTo: list\n\n\
             Position: accept\n\n{rule}\n"
        );
        assert!(is_digest(&digest));
        assert_eq!(own(&digest, &[]).lines().count(), 3);
        assert!(!is_digest(&format!(
            "Position: accept\n{rule}\nFrom: Ben\n"
        )));
    }

    #[test]
    fn quotations_in_html_are_left_out() {
        let read = |html: &str| own(&html_to_text(&unquoted(html)), &[]);
        let html =
            "<p>A</p><BLOCKQUOTE type=cite>b<blockquote>c</blockquote>d</BlockQuote><p>Ê</p>";
        for (html, expected) in [
            (html, "A\n\nÊ"),
            ("a<blockquote>never closed", "a"),
            ("</blockquote>a<blockquote", "a"),
            // Seen in a mail of Mail.ru, with other names.
            (
                "<HTML><BODY><p>I am fine.</p><br><br>Thu, 26 Jun 2026 14:00:51 +0400 от Ben &lt;ben@example.org&gt;:<br>\n\
                 <blockquote style=\"margin:10px\"><style type=\"text/css\">a{}</style><div>Position: object</div></blockquote>\n<br></BODY></HTML>",
                "I am fine.",
            ),
            // Seen in a mail of Hotmail, with other names.
            (
                "<html><head><style><!--\n.hmmessage P{}\n--></style></head><body><div dir='ltr'>I am fine.<div><br></div>\
                 <div><hr id=\"stopSpelling\">Date: Thu, 26 Jun 2026 13:53:45 +0400<br>Subject: Item<br>From: ben@example.org<br>\
                 To: ana@example.org<br><br><div dir=\"ltr\">Position: object</div></div></div></body></html>",
                "I am fine.",
            ),
            (
                "<style type='text/css'>p{a:b}</style><div>A</div><div>B<br class=x>C</div>",
                "A\nB\nC",
            ),
            (
                "<table><tr><td>Position:</td><td>accept</td></tr><tr><td>Reason:</td></tr></table>",
                "Position: accept\nReason:",
            ),
        ] {
            let text = read(html);
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            assert_eq!(lines.join("\n"), expected, "{html}");
        }
    }
}
