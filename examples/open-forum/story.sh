#!/bin/sh
# Makes this register again, command by command, in a new folder: sh story.sh FOLDER
# The forum and the people are invented.
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

# Everybody who registered is a participant. Nobody is a member, because nothing is counted.
at 2026-09-01T08:00:00Z amara-diallo
GIT_AUTHOR_NAME="Amara Diallo" GIT_AUTHOR_EMAIL=amara@example.org \
    plenary init --preset plain-consensus --register open-forum --name "Open forum on networks for everybody" --group general
cp "$here/charter.toml" charter.toml
sed 's/^group = .*/group = "civil-society"/' participants/amara-diallo.toml >"$drafts/amara"
cp "$drafts/amara" participants/amara-diallo.toml
git add --all
git commit --quiet --message "Write the charter of the forum"
plenary participant add lukas-berg --name "Lukas Berg" --group technical --standing staff
# Two did not say in which class of countries they work, and nobody must.
while IFS="|" read -r id name group region income; do
    plenary participant add "$id" --name "$name" --group "$group" --region "$region" --standing participant \
        ${income:+--dimension income-class="$income"}
done <"$here/roster.txt"

# The drafters write what was said in the sessions.
cat >"$drafts/r1.md" <<'TEXT'
1. Networks that villages run themselves reach people whom others do not reach.
2. Spectrum that nobody uses in a region should be open to them.
3. A network is kept up by people, so their training is part of its cost.
TEXT
at 2026-09-14T17:00:00Z wanjiku-njoroge
plenary propose "Messages on community networks" --id messages --track messages --text "$drafts/r1.md" \
    --author wanjiku-njoroge --author marek-nowy --question "Do these messages say what was said in the forum?" \
    --public-interest "People without a network, who could not come."
at 2026-09-15T09:00:00Z amara-diallo
plenary call open messages --carried --closes 2026-09-30T18:00:00Z

# What people say. A position is shown, and not counted.
position() {
    at "$1" "$2"
    plenary position messages "$3" --reason "$4"
}
position 2026-09-16T09:00:00Z nadia-ould support "This is what our villages told us."
position 2026-09-16T11:00:00Z carla-ruiz accept "We can live with the second message as it is."
position 2026-09-17T08:00:00Z aiko-mori support "The third message was missing everywhere else."
position 2026-09-18T10:00:00Z grace-lin support "It is sound."
at 2026-09-18T12:00:00Z lena-holt
plenary object messages --id spectrum --about "Spectrum that nobody uses" \
    --problem "Who finds out that nobody uses it? Today only the regulator can say so." \
    --resolve "Say that the regulator publishes what is unused."
at 2026-09-19T09:00:00Z rajiv-menon
plenary comment messages --id cost --about "training is part of its cost" --problem "For how many years?"

# Somebody at the back of the room did not want to give a name.
at 2026-09-20T09:00:00Z lukas-berg
plenary comment messages --visitor "" --on-behalf "Listeners of a village radio" --id languages --about "Networks that villages run" \
    --problem "In which languages will you tell the villages?" --evidence "Note of the session on 14 September 2026"

# Nothing can be noted before the objection and each comment are closed.
at 2026-10-01T09:00:00Z amara-diallo
refused plenary decide messages --designation received --sign-off --reason "The messages were read."
plenary respond lena-holt.spectrum "The regulators in the room said the same. The messages do not ask for another body."
plenary dispose lena-holt.spectrum unresolved --reason "Both were said in the forum. The messages record what was said most often, and this objection goes with them."
plenary dispose rajiv-menon.cost not-changed --reason "No session gave a number."
plenary dispose visitor-1.languages out-of-scope --reason "The forum publishes in six languages; which ones, its secretariat decides."
at 2026-10-01T10:00:00Z lena-holt
plenary minority messages --text "Unused spectrum cannot be open before somebody has said that it is unused."
at 2026-10-04T09:00:00Z amara-diallo
plenary call close messages
plenary decide messages --designation received --sign-off --reason "The messages were read for two weeks. One government objects to the second." \
    --does-not-mean "That anybody agreed to them, or is bound by them."
