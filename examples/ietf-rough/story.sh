#!/bin/sh
# Makes this register again, command by command, in a new folder: sh story.sh FOLDER
# All people, organisations and numbers are invented.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
drafts=$(mktemp -d)
trap 'rm -rf "$drafts"' EXIT
git init --quiet --initial-branch=main "$1"
cd "$1"
git config user.name "The story"
git config user.email story@example.org

# Who types the next command, and when.
at() {
    PLENARY_NOW=$1
    PLENARY_PARTICIPANT=$2
    export PLENARY_NOW PLENARY_PARTICIPANT
}
# A command that the rules refuse.
refused() {
    if "$@"; then
        echo "this should have been refused: $*" >&2
        exit 1
    fi
}

# A working group with two chairs. One of them will write the document.
at 2026-01-12T09:00:00Z hana-kobayashi
GIT_AUTHOR_NAME="Hana Kobayashi" GIT_AUTHOR_EMAIL=hana@example.org \
    plenary init --preset ietf-working-group --register carry-wg --name "Carry-over of Congestion State (carry)" --standing member
plenary participant add pieter-vos --name "Pieter Vos" --group individuals --affiliation "Delta Research" --region europe --role chair
plenary participant set hana-kobayashi --affiliation "Sakura University" --region asia
plenary participant add dmitri-sokolov --name "Dmitri Sokolov" --group individuals --region europe
plenary participant add astrid-lund --name "Astrid Lund" --group individuals --standing area-director --role area-director --region europe --email astrid@example.org
plenary participant add mina-sato --name "Mina Sato" --group individuals --role secretary

# Charter of this working group: a position is for one text, and a new text needs new positions.
sed -e 's/^stale = "carry" .*nothing expires.*/stale = "for-expires"                   # nothing is counted; answers on an earlier text are shown as such/' \
    charter.toml >"$drafts/charter.toml"
cat >>"$drafts/charter.toml" <<'TOML'

[[organization]]
id = "nimbus"
name = "Nimbus Networks"
family = "nimbus"

[[organization]]
id = "nimbus-cloud"
name = "Nimbus Cloud Services"
family = "nimbus"

[[organization]]
id = "nimbus-labs"
name = "Nimbus Labs"
family = "nimbus"
TOML
cp "$drafts/charter.toml" charter.toml
git commit --quiet --all --message "Write down whose companies belong together"

cat >"$drafts/cookie.md" <<'TEXT'
# A cookie that carries congestion state from one connection to the next

1. A server may hand a client a cookie that holds the congestion window of the connection that ends.
2. A client that connects again may send the cookie in its first packet.
3. A server that receives its own cookie may begin with the window in it.
4. A cookie is good for ten minutes and for one use.
5. Security: the cookie is encrypted under a key of the server alone.
TEXT
plenary propose "Cookies for slow start" --id cookie --track document --text "$drafts/cookie.md" --author hana-kobayashi \
    --question "Is the document ready to be sent to the area director?"

# The author is also a chair, so the other chair opens the call.
at 2026-02-02T09:00:00Z hana-kobayashi
refused plenary call open cookie --closes 2026-02-23T23:59:00Z
at 2026-02-02T10:00:00Z pieter-vos
plenary call open cookie --carried --closes 2026-02-23T23:59:00Z

# One objection, from a participant who speaks only for himself.
at 2026-02-09T20:15:00Z dmitri-sokolov
plenary object cookie --id amplification --kind technical --about "Sections 2 and 3" \
    --problem "A cookie in a first packet proves that somebody once had it, not that the packet comes from where it says. Whoever overhears one cookie can have a server send a whole window of data to a victim of their choice, before any acknowledgement. For the windows that Nimbus reports that is up to 70 packets for one." \
    --resolve "Validate the address before the window is used, which costs the round trip that the cookie saves; or do not use it in the first flight."

# Thirty-nine others answer on the list. Thirty of them work for Nimbus and its companies. The secretary
# imports their answers, with the link to each message.
at 2026-02-22T12:00:00Z mina-sato
plenary intake csv "$here/last-call-1.csv" --proposal cookie --roster --write

# The chair does not count the answers. The text has a problem, so the chair withdraws the call until it is fixed.
at 2026-02-23T08:00:00Z pieter-vos
plenary call withdraw cookie --reason "The objection of Dmitri Sokolov is about the substance and has no answer in the text. It needs one before anybody is asked whether the document is ready."

at 2026-03-04T16:30:00Z hana-kobayashi
cat >"$drafts/cookie.md" <<'TEXT'
# A cookie that carries congestion state from one connection to the next

1. A server may hand a client a cookie that holds the congestion window of the connection that ends.
2. A client that connects again may send the cookie in its first packet.
3. A server that receives its own cookie may begin with the window in it. Until the first acknowledgement it
   sends at most three times as many bytes as it has received from that address.
4. A cookie is good for ten minutes and for one use, and only from the network prefix to which it was given.
5. Security: the cookie is encrypted under a key of the server alone. Section 3 bounds what a spoofed address
   can draw; section 4 bounds from where.
TEXT
plenary revise cookie --text "$drafts/cookie.md" --material --note "A limit until the first acknowledgement, and cookies bound to a prefix"
plenary respond dmitri-sokolov.amplification --proposal cookie "Revision r2 limits what is sent to three times what came in, until the address is proven by the first acknowledgement, and binds a cookie to its prefix. Three times is what the group's other transport allows before validation."

# The second call, on the new text.
at 2026-03-09T09:00:00Z pieter-vos
plenary call open cookie --carried --closes 2026-03-30T23:59:00Z
# The objector has read the response and maintains the objection. Nobody joins it.
at 2026-03-16T19:40:00Z dmitri-sokolov
plenary reply dmitri-sokolov.amplification maintained --proposal cookie \
    --reason "Three times is still an amplifier, and a prefix is not an address. What is saved is one round trip; who pays for it did not agree to."

at 2026-03-29T12:00:00Z mina-sato
# Twenty-nine answer again, on the new text. The answers of the other ten are shown as given on r1.
plenary intake csv "$here/last-call-2.csv" --proposal cookie --write

at 2026-03-31T08:00:00Z pieter-vos
plenary call close cookie
plenary dispose dmitri-sokolov.amplification outweighed --proposal cookie \
    --reason "The risk is real, and it was understood: it changed the text. What remains is a factor of three within one prefix, which is what the transport below allows already to anybody without a cookie. The document adds nothing to that. That thirty people of one employer want it weighs nothing here; that nobody could show a case in which a server without the cookie sends less, does." \
    --alternatives "Validating the address first, which takes the round trip that the document is there to save. A factor of one, which the measurements on the list show to be no better than no cookie. Leaving the limit to the operator, which nobody could check."
plenary decide cookie --designation rough-consensus --sign-off \
    --reason "One issue was raised. It was answered by a change of the text, and what was left of it was weighed against what the transport allows in any case. No other issue is open. Those who spoke are thirty from one family of companies, nine from elsewhere and the objector; the number of names was not considered." \
    --does-not-mean "That the objection was wrong."
