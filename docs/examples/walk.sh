# Short names for the walk in the README: . docs/examples/walk.sh
URL=${LICENTIA_URL:-http://localhost:3000}
curl -s -o /dev/null "$URL/authorities" || echo "Nothing answers at $URL: run npm start, or set LICENTIA_URL and read this file again." >&2

# api <method> <path> [curl's own options]: a request as the person whose token is in $TOKEN.
api() { curl -s -X "$1" "$URL$2" -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" "${@:3}"; }

# as <person>: signs a person in.
as() { TOKEN=$(npm run --silent token -- "$1"); }

# field <.path>: one member of the JSON that comes in.
field() { node -pe "JSON.parse(require('node:fs').readFileSync(0))$1"; }

# pick <member> ...: these members of the JSON that comes in, to look at, in the order of the alphabet.
pick() { node -e "
  const sorted = (value) => value === null || typeof value !== 'object' || Array.isArray(value)
    ? value : Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
  const json = JSON.parse(require('node:fs').readFileSync(0));
  const picked = Object.fromEntries(process.argv.slice(1).map((key) => [key, sorted(json[key])]));
  console.log(JSON.stringify(picked, null, 2));
" "$@"; }

# upload <kind>: announces a document of $ID, posts the file with the form that comes back, waits for its inspection.
upload() {
  local file=docs/examples/document.pdf form document
  form=$(api POST "/applications/$ID/documents" -d "{\"kind\":\"$1\",\"fileName\":\"$1.pdf\",\"mediaType\":\"application/pdf\",\"size\":$(wc -c < $file)}")
  document=$(echo "$form" | field .id)
  curl -s -o /dev/null $(echo "$form" | node -pe "const { fields } = JSON.parse(require('node:fs').readFileSync(0)).upload; Object.entries(fields).map(([n, v]) => '--form-string ' + n + '=' + v).join(' ')") -F "file=@$file" "$(echo "$form" | field .upload.url)"
  until [ "$(api GET "/applications/$ID/documents/$document" | field .status)" != awaited ]; do sleep 0.1; done
  api GET "/applications/$ID/documents/$document" | pick kind status
}

# task <stage>: the id of $ID's task at a stage, once it is in the inbox of the person signed in.
task() {
  local found
  until found=$(api GET "/tasks?limit=100" | field ".tasks.find((t) => t.application === '$ID' && t.stage === '$1').id" 2>/dev/null); do sleep 0.1; done
  echo "$found"
}

# stands <phase>: waits until $ID has come to a phase (the applicant must be signed in).
stands() { until [ "$(api GET "/applications/$ID" | field .phase)" = "$1" ]; do sleep 0.1; done; }
