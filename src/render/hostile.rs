//! Tests that harmful words do no harm, in every place of a page and in every format.

use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};

use crate::render::format::{Format, OutputContext};
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Block, Facts, Notice, NoticeLog, Page};
use crate::render::wrap::width;
use crate::render::{json, render};
use crate::value::text::hostile_in;

const HOSTILE: &[&str] = &[
    "",
    " ",
    "\n",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;http://e.vil\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{9b}31mC1",
    "over\rwritten",
    "back\u{8}\u{8}space",
    "bell\u{7}",
    "nul\u{0}byte",
    "del\u{7f}ete",
    "form\u{c}feed\u{b}",
    "safe\u{202e}txt.exe",
    "\u{2066}isolated\u{2069}",
    "zero\u{200b}width\u{feff}",
    "tag\u{e0041}\u{e007f}",
    "mark\u{2061}ed\u{2060} \u{2064}x\u{206a}",
    "line\u{2028}separator\u{2029}",
    "two\nlines\r\nthree",
    "yes\nRule / quorum: met = yes",
    "tab\there\t",
    "a|b||c",
    "\\|\\\\|",
    "`code` ``` fence",
    "````\n# out\n````",
    "*bold* _it_ **b** __b__ ~~s~~",
    "<script>alert(1)</script>",
    "<!-- -->&lt;&#64;",
    "[x](javascript:alert(1)) ![y](http://e.vil/p.png)",
    "[^1]: note [x]: http://e.vil",
    "@everyone #1 !2 GH-3 a@b.example",
    "https://e.vil www.e.vil",
    "# heading",
    "- item",
    "1. item",
    "---",
    "===",
    "> quote",
    "| --- |",
    "$x$ $$y$$",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "a;=1",
    "\"quoted\", \"twice\"",
    "'",
    ",,,",
    "x; met = yes",
    "a / b: c",
    "日本語日本語日本語日本語日本語日本語日本語",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦👩\u{200d}👩\u{200d}👧\u{200d}👦 \u{263a}\u{fe0f}",
    "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}algo",
    "\u{fe0f}\u{fe0f}\u{301}",
    "verylongwordwithoutanyspacethatcannotbebrokenwhereonewouldliketobreakitatalleveronanyscreen",
];

/// A page with `words` in every place but the verbatim ones, which are never wrapped.
fn page(words: &str) -> Page {
    let text = || StyledText::from(words).and(Style::Bad, words);
    let columns = [
        Column::new(words),
        Column::sentence(words).keep(DropPriority::High),
        Column::number(words),
        Column::new("last").keep(DropPriority::Always),
    ];
    let notice = Notice {
        path: text(),
        line: Some(1),
        column: None,
        severity: text(),
        code: text(),
        sentence: text(),
        hint: text(),
    };
    let notices = vec![notice];
    Page::new()
        .title_aside(words, text())
        .heading(text())
        .line(text())
        .facts(Facts::default().fact_aside(text(), text(), text()))
        .table(
            Table::new(columns)
                .sections_called(words)
                .section(text())
                .row([text(), text(), text(), text()])
                .indented(1, [words, words, words, words]),
        )
        .bullets([words])
        .numbered([words])
        .prose(text(), words)
        .and(Block::Notices(NoticeLog { notices }))
}

fn assert_harmless(text: &str) {
    let bad: Vec<_> = hostile_in(text).collect();
    assert!(bad.is_empty() && !text.contains('\t'), "{bad:?} in {text}");
    assert!(text.is_empty() || text.ends_with('\n'));
}

fn check_table(words: &str) {
    for columns in [20, 33, 60, 100] {
        let canvas = OutputContext::terminal(columns);
        let text = render(&page(words), Format::Table, &canvas);
        assert_harmless(&text);
        for line in text.lines() {
            assert!(width(line) <= columns, "{columns}: {line}");
        }
        let coloured = render(&page(words), Format::Table, &canvas.coloured());
        assert_eq!(without_styles(&coloured), text);
    }
    let verbatim = page(words).verbatim(words, words).difference(words, words);
    let plain = render(&verbatim, Format::Table, &OutputContext::piped());
    assert_harmless(&plain);
    let coloured = render(&verbatim, Format::Table, &OutputContext::piped().coloured());
    assert_eq!(without_styles(&coloured), plain);
}

/// The text without the styles that inks are made of.
fn without_styles(text: &str) -> String {
    let parts = text.split('\u{1b}').enumerate();
    let rest = |(n, part): (usize, &str)| match n {
        0 => part.to_owned(),
        _ => {
            let style = ["[0m", "[1m", "[2m", "[31m", "[32m", "[35m"];
            let style = style.into_iter().find(|style| part.starts_with(style));
            part[style.unwrap().len()..].to_owned()
        }
    };
    parts.map(rest).collect()
}

fn check_lines(words: &str) {
    let one = Page::new().facts([("label", words)]);
    let text = render(&one, Format::Lines, &OutputContext::piped());
    let empty = StyledText::from(words).is_empty();
    assert_eq!(text.lines().count(), usize::from(!empty), "{text}");
    let whole = page(words).verbatim(words, words).difference(words, words);
    assert_harmless(&render(&whole, Format::Lines, &OutputContext::piped()));
}

fn check_markdown(words: &str) {
    let whole = page(words).verbatim(words, words).difference(words, words);
    assert_harmless(&render(&whole, Format::Markdown, &OutputContext::piped()));
    let table = Table::new(["a", "b"].map(Column::new)).row([words, words]);
    let text = render(
        &Page::new().table(table),
        Format::Markdown,
        &OutputContext::piped(),
    );
    let row = text.lines().nth(2).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    let expected = StyledText::from(words).words();
    assert_eq!(markdown_cells(row), ["", &expected, &expected, ""]);
}

/// The cells of a row of a Markdown table as a hosting service shows them; fails on any sign that means
/// something.
fn markdown_cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut chars = row.replace("&#8203;", "").chars().collect::<Vec<_>>();
    chars.reverse();
    while let Some(c) = chars.pop() {
        let shown = match c {
            '\\' => chars.pop().unwrap(),
            '|' => {
                cells.push(String::new());
                continue;
            }
            '&' => {
                let mut entity = String::new();
                while !entity.ends_with(';') {
                    entity.push(chars.pop().unwrap());
                }
                match entity.as_str() {
                    "lt;" => '<',
                    "gt;" => '>',
                    "amp;" => '&',
                    other => panic!("&{other} in {row}"),
                }
            }
            c => {
                assert!(!"`*_[]#~$<>".contains(c), "{c} in {row}");
                c
            }
        };
        cells.last_mut().unwrap().push(shown);
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn check_csv(words: &str) {
    let text = render(&page(words), Format::Csv, &OutputContext::piped());
    assert_harmless(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let counts: Vec<usize> = rows.iter().map(csv::StringRecord::len).collect();
    assert_eq!(counts, [5, 5, 5, 7, 7], "{text}");
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '＝']), "{cell}");
    }
    let once = StyledText::from(words).words();
    let last = rows[2][4]
        .strip_prefix('\'')
        .filter(|_| !once.starts_with('\''));
    assert_eq!(last.unwrap_or(&rows[2][4]), once);
}

fn check_json(words: &str) {
    let text = json(&words);
    assert_harmless(&text);
    assert_eq!(serde_json::from_str::<String>(&text).unwrap(), words);
    let text = render(&page(words), Format::Json, &OutputContext::piped());
    assert_harmless(&text);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["format"], 1);
    assert_eq!(value["blocks"][0]["text"], words);
    assert_eq!(value["blocks"][4]["rows"][2]["cells"][3], words);
}

fn check_html(words: &str) {
    let whole = page(words).verbatim(words, words).difference(words, words);
    let text = render(&whole, Format::Html, &OutputContext::piped());
    // A tab is only a space to a browser.
    assert_eq!(hostile_in(&text).next(), None, "{text}");
    assert!(text.ends_with('\n'));
    // What the document itself brings is not in question.
    let (_, body) = text.split_once("<main>").unwrap();
    let pieces: Vec<(&str, &str)> = body
        .split('<')
        .skip(1)
        .map(|piece| piece.split_once('>').unwrap())
        .collect();
    for (tag, between) in &pieces {
        assert!(is_ours(tag), "<{tag}> in {text}");
        assert!(!between.contains('>'), "{between} in {text}");
    }
    // Behind the name of its column, which narrow screens show.
    let (_, cell) = body.rsplit_once("<td").unwrap();
    let (cell, _) = cell.split_once("</td>").unwrap();
    let (_, cell) = cell.split_once("</span>").unwrap();
    let words = StyledText::from(words).words();
    assert_eq!(unescaped(cell), words, "{text}");
}

/// Whether a tag is one that the document is made of, with the attributes that it has there.
fn is_ours(tag: &str) -> bool {
    let plain = [
        "h1",
        "h2",
        "h3",
        "p",
        "dl",
        "div",
        "dt",
        "dd",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "strong",
        "span",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "main",
        "body",
        "html",
        "br",
    ];
    let bare = tag.strip_prefix('/').unwrap_or(tag);
    let (name, attributes) = bare.split_once(' ').unwrap_or((bare, ""));
    let known = [
        "",
        "class=\"dim\"",
        "class=\"facts\"",
        "class=\"list\"",
        "class=\"col\"",
        "class=\"n\"",
        "class=\"u\"",
        "class=\"w\"",
        "dir=\"auto\"",
        "scope=\"col\" class=\"n\"",
        "scope=\"col\" class=\"w\"",
        "scope=\"row\"",
        "scope=\"colgroup\" colspan=\"4\"",
    ];
    plain.contains(&name) && known.contains(&attributes)
}

/// Words as a browser shows them; fails on any entity that we do not write.
fn unescaped(html: &str) -> String {
    let mut pieces = html.split('&');
    let mut out = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (entity, rest) = piece.split_once(';').unwrap();
        out.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => panic!("&{other}; in {html}"),
        });
        out.push_str(rest);
    }
    out
}

fn check(words: &str) {
    check_table(words);
    check_lines(words);
    check_markdown(words);
    check_csv(words);
    check_html(words);
    check_json(words);
}

#[test]
fn hostile_words_are_harmless_in_every_format() {
    for words in HOSTILE {
        check(words);
    }
}

#[test]
fn others_words_never_stand_where_ours_do() {
    let page = Page::new().prose("", HOSTILE.join("\n"));
    let table = render(&page, Format::Table, &OutputContext::terminal(40));
    assert!(table.lines().all(|line| line.starts_with("  |")), "{table}");
    let lines = render(&page, Format::Lines, &OutputContext::piped());
    assert!(
        lines.lines().all(|line| line.starts_with("text: ")),
        "{lines}"
    );
    let markdown = render(&page, Format::Markdown, &OutputContext::piped());
    assert!(
        markdown.lines().all(|line| line.starts_with('>')),
        "{markdown}"
    );
}

fn any_words() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned);
    let sign = prop::sample::select(
        "|`*_[]<>#@&\\$~!-+=. \n\t\r\u{1b}\u{202e}\u{2061}日é\u{301}"
            .chars()
            .collect::<Vec<_>>(),
    );
    let signs = prop::collection::vec(sign, 0..40).prop_map(|signs| signs.into_iter().collect());
    proptest::prop_oneof![nasty, signs, any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_are_harmless_in_every_format(words in any_words(), more in any_words()) {
        check(&format!("{words}{more}"));
    }
}
