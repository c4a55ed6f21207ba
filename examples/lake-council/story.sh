#!/bin/sh
# Makes this register again, command by command, in a new folder: sh story.sh FOLDER
# The council and the people are invented.
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

# Six states decide. Four advisory bodies take part without a vote.
at 2026-03-02T08:00:00Z noor-haddad
GIT_AUTHOR_NAME="Noor Haddad" GIT_AUTHOR_EMAIL=noor@example.org \
    plenary init --preset national-council --register lake-council --name "Council of the Lake States" --group government
cp "$here/charter.toml" charter.toml
sed 's/^group = .*/group = "states"/' participants/noor-haddad.toml >"$drafts/noor"
cp "$drafts/noor" participants/noor-haddad.toml
git add --all
git commit --quiet --message "Write the council's own charter"
plenary participant add kofi-mensah --name "Kofi Mensah" --group states --standing staff
while IFS="|" read -r id name group standing; do
    plenary participant add "$id" --name "$name" --group "$group" --standing "$standing"
done <"$here/roster.txt"

# A draft, and a call on it.
cat >"$drafts/text.md" <<'TEXT'
No net with meshes under 60 millimetres is used in the lake from 1 April to 30 June.

Each state reports its catches by 31 August.
TEXT
at 2026-03-09T09:00:00Z alda
plenary propose "Closed season for fine nets" --id nets-in-spring --track resolution --text "$drafts/text.md" \
    --question "Does the council adopt the closed season for fine nets?" \
    --public-interest "People on the shores who fish for themselves, and who have no seat."
at 2026-03-10T09:00:00Z noor-haddad
plenary call open nets-in-spring --carried --closes 2026-04-10T16:00:00Z

# The secretariat writes to the states and to the four advisory bodies, and records that it did.
at 2026-03-11T09:00:00Z kofi-mensah
plenary invite nets-in-spring --missing --record >"$drafts/letters.md"
plenary invite nets-in-spring --for nets --for ice-and-fish --for quays --for shore-watch --record >"$drafts/letters.md"

# One body agrees, one comments, one objects, and one does not answer. None of them is counted.
at 2026-03-20T09:00:00Z ice-and-fish
plenary position nets-in-spring support --reason "Spawning ends in the third week of June."
at 2026-03-24T09:00:00Z quays
plenary comment nets-in-spring --id landing --about "Each state reports its catches" \
    --problem "The harbours weigh the catches. The text does not say who tells the states."
at 2026-03-25T09:00:00Z nets
plenary object nets-in-spring --id two-months --about "from 1 April to 30 June" \
    --problem "Half of the boats have only fine nets, and live from what they catch in April." \
    --resolve "Begin on 1 May, or pay for other nets."

# A person from the shore writes a letter. The secretary enters it: a visitor, without an address.
at 2026-03-26T09:00:00Z kofi-mensah
plenary comment nets-in-spring --visitor "Marta Ilves" --on-behalf "Four families at the reeds of Deval" --id own-use --about "No net" \
    --problem "We fish for our own table. Does the rule mean us?" --evidence "Letter of 23 March 2026, in the archive of the council"

# The states answer.
states() {
    at "$1" "$2"
    plenary position nets-in-spring "$3" --reason "$4"
}
states 2026-03-27T09:00:00Z alda support "Our own fishers asked for it."
states 2026-03-30T09:00:00Z brenn support "The stock has halved in nine years."
states 2026-03-31T09:00:00Z corvo accept "We can live with it for two seasons."
states 2026-04-02T09:00:00Z deval accept "With the answer to the families at the reeds."
states 2026-04-07T09:00:00Z esting abstain "Esting has no boats on the lake."

# Nothing is decided before the objection and both comments are closed, each with its reason.
at 2026-04-11T09:00:00Z noor-haddad
refused plenary decide nets-in-spring --designation consensus --sign-off
plenary respond nets.two-months "Corvo and Alda lend nets of 60 millimetres for two seasons, without interest."
plenary dispose nets.two-months outweighed --reason "A later beginning would miss half of the spawning (advice of the institute, 20 March)." \
    --alternatives "To begin on 1 May; to pay for new nets, for which no state has money this year."
plenary respond quays.landing "The harbour masters send their lists to the states, as they do today."
plenary dispose quays.landing not-changed --reason "The duty of the harbours is in the agreement of 2011, article 9."
plenary dispose marta-ilves.own-use not-changed --reason "The rule is about nets. Rods and single lines are free, also for the families at the reeds."
plenary call close nets-in-spring
plenary decide nets-in-spring --designation consensus --sign-off
