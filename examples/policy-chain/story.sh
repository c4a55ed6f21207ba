#!/bin/sh
# Makes this register again, command by command, in a new folder: sh story.sh FOLDER
# The organisation and the people are invented.
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
    GIT_AUTHOR_DATE=$1
    GIT_COMMITTER_DATE=$1
    export PLENARY_NOW PLENARY_PARTICIPANT GIT_AUTHOR_DATE GIT_COMMITTER_DATE
}
# A command that the rules refuse.
refused() {
    if "$@"; then
        echo "this should have been refused: $*" >&2
        exit 1
    fi
}
# An answer: when, who, what, why.
answer() {
    at "$1" "$2"
    plenary position abandoned-names "$3" --reason "$4"
}

# One register for four bodies. Ruth Mwangi is in the working group and on the council.
at 2026-01-12T08:00:00Z ines-duarte
GIT_AUTHOR_NAME="Ines Duarte" GIT_AUTHOR_EMAIL=ines@example.org \
    plenary init --preset gnso-council --register policy-chain --name "Policy on abandoned names" --group registries
cp "$here/charter.toml" charter.toml
git add --all
git commit --quiet --message "Write the charter of the four bodies"
plenary participant add pavel-novak --name "Pavel Novak" --group public --standing staff
while IFS="|" read -r id name group standing; do
    first=${standing%%,*}
    plenary participant add "$id" --name "$name" --group "$group" --standing "$first"
    if [ "$first" != "$standing" ]; then
        plenary participant set "$id" --standing "$first" --standing "${standing#*,}"
    fi
done <"$here/roster.txt"

# 1. The working group publishes its draft.
cat >"$drafts/r1.md" <<'TEXT'
A name that nobody renews is deleted after 30 days.

The registrar writes to the holder once before that.
TEXT
at 2026-01-19T09:00:00Z wei-zhang
plenary propose "Abandoned names" --id abandoned-names --track draft --text "$drafts/r1.md" \
    --question "Shall this draft go to public comment?" \
    --public-interest "People who read what is under such a name, and who have no contract with anybody here."
at 2026-01-20T09:00:00Z ines-duarte
plenary call open abandoned-names --closes 2026-01-30T16:00:00Z
answer 2026-01-21T09:00:00Z wei-zhang support "It is what we do."
answer 2026-01-22T09:00:00Z tomasz-lis support "One letter is what we can send."
answer 2026-01-23T09:00:00Z hana-kim accept "Good enough to be read by others."
at 2026-01-31T09:00:00Z ines-duarte
plenary call close abandoned-names
plenary decide abandoned-names --designation published --sign-off

# 2. Public comment, led by the secretariat. A visitor writes; a councillor comments as well.
at 2026-02-02T09:00:00Z pavel-novak
plenary call open abandoned-names --track comment --closes 2026-03-06T16:00:00Z \
    --title "Abandoned names: public comment" --question "What is wrong with this draft?"
at 2026-02-18T09:00:00Z pavel-novak
plenary comment abandoned-names --visitor "" --on-behalf "A village archive" --id once --about "once" \
    --problem "Our one letter went to an address that had changed. A second one, after two weeks, would have reached us." \
    --evidence "Mail of 17 February 2026 to the comment list"
at 2026-02-20T09:00:00Z sara-lind
plenary comment abandoned-names --id who-pays --about "The registrar writes" --problem "Who pays for the letters?"
at 2026-03-07T09:00:00Z pavel-novak
refused plenary decide abandoned-names --designation answered --sign-off
plenary dispose visitor-1.once changed --reason "The working group will write two letters, two weeks apart."
plenary dispose sara-lind.who-pays not-changed --reason "Whoever holds the contract pays, as for other notices."
plenary call close abandoned-names
plenary decide abandoned-names --designation answered --sign-off --reason "Both comments have an answer."

# 3. The text changes, and the working group recommends it.
cat >"$drafts/r2.md" <<'TEXT'
A name that nobody renews is deleted after 45 days.

The registrar writes to the holder twice before that, two weeks apart.
TEXT
at 2026-03-10T09:00:00Z wei-zhang
plenary revise abandoned-names --text "$drafts/r2.md" --material --note "Two letters, after the public comments."
at 2026-03-11T09:00:00Z ines-duarte
# The council cannot go first.
refused plenary call open abandoned-names --track council --closes 2026-03-27T16:00:00Z
plenary call open abandoned-names --track recommendation --closes 2026-03-27T16:00:00Z \
    --title "Abandoned names: recommendation" --question "Does the working group recommend this text to the council?"
answer 2026-03-12T09:00:00Z wei-zhang support "Two letters are right."
answer 2026-03-13T09:00:00Z tomasz-lis disagree "A second letter costs more than the name."
answer 2026-03-14T09:00:00Z hana-kim support "Forty-five days leave time to answer."
answer 2026-03-15T09:00:00Z ruth-mwangi support "It answers the archive."
answer 2026-03-16T09:00:00Z carlos-vega accept "I can live with it."
at 2026-03-28T09:00:00Z ines-duarte
plenary call close abandoned-names
plenary decide abandoned-names --designation consensus --sign-off --reason "Four of five are for it, and one registrar is against it."

# 4. The council votes by houses, on the same text. Its chair is another person.
at 2026-04-01T09:00:00Z ines-duarte
refused plenary call open abandoned-names --track council --closes 2026-04-15T16:00:00Z
at 2026-04-01T09:00:00Z lucia-ferri
plenary call open abandoned-names --track council --closes 2026-04-15T16:00:00Z \
    --title "Abandoned names: council" --question "Does the council approve the recommendation?"
answer 2026-04-02T09:00:00Z lucia-ferri support "The registries can do it."
answer 2026-04-03T09:00:00Z omar-aziz accept "With two letters it is dear, and fair."
answer 2026-04-03T10:00:00Z jan-visser disagree "My members pay for it."
answer 2026-04-04T09:00:00Z mei-tan support "Yes."
answer 2026-04-05T09:00:00Z sara-lind abstain "My question was answered, but not as we hoped."
answer 2026-04-06T09:00:00Z ruth-mwangi support "As in the working group."
at 2026-04-16T09:00:00Z lucia-ferri
plenary call close abandoned-names
plenary decide abandoned-names --designation carried --sign-off

# 5. The board.
at 2026-04-20T09:00:00Z george-oduya
plenary call open abandoned-names --track board --closes 2026-05-04T16:00:00Z \
    --title "Abandoned names: board" --question "Is this policy in the public interest?"
answer 2026-04-22T09:00:00Z george-oduya support "It is."
answer 2026-04-23T09:00:00Z anna-weiss support "The comments were answered."
answer 2026-04-24T09:00:00Z paul-rey abstain "I worked for a registrar until March."
at 2026-05-05T09:00:00Z george-oduya
plenary call close abandoned-names
plenary decide abandoned-names --designation adopted --sign-off

# Anybody with a clone can check all of it.
plenary check
plenary verify
