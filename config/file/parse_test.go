package file

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/internal/errs"
)

// example is the file of the documentation.
const example = `current: work
profiles:
  work:
    console: huddle01
    base_url: https://gpu.example/api/v1     # optional
    ca_file: /etc/ssl/company.pem            # optional
    keyring: os                              # os | file | none
  ci:
    console: remotegpu
    keyring: none
    credential_command: [op, read, "op://ci/remotegpu/token"]
`

func exampleFile() File {
	return File{Current: "work", Profiles: map[string]Stored{
		"work": {Console: "huddle01", BaseURL: "https://gpu.example/api/v1", CAFile: "/etc/ssl/company.pem", Keyring: KeepOS},
		"ci":   {Console: "remotegpu", Keyring: KeepNone, CredentialCommand: []string{"op", "read", "op://ci/remotegpu/token"}},
	}}
}

func TestTheProfilesFileIsRead(t *testing.T) {
	t.Parallel()
	one := File{Current: "a", Profiles: map[string]Stored{"a": {Console: "drun", Keyring: KeepFile}}}
	command := File{Profiles: map[string]Stored{"0.a_b-C": {Console: "drun", Keyring: KeepNone, CredentialCommand: []string{"pass", "show", "a b", "*", "#"}}}}
	for content, want := range map[string]File{
		example:                    exampleFile(),
		"":                         {Profiles: map[string]Stored{}},
		"# only\n\n  # comments\n": {Profiles: map[string]Stored{}},
		"---\n...\n":               {Profiles: map[string]Stored{}},
		"profiles:\n":              {Profiles: map[string]Stored{}},
		"profiles: {}\n":           {Profiles: map[string]Stored{}},
		"\ufeffcurrent: a\r\nprofiles:\r\n  a:\r\n    console: drun\r\n    keyring: file\r\n": one,
		"journal: none\n":              {Journal: "none", Profiles: map[string]Stored{}},
		"profiles:\njournal: 'file'\n": {Journal: "file", Profiles: map[string]Stored{}},
		`{"profiles": {"a": {"keyring": "file", "console": "drun"}}, "current": "a"}`:                                                  one,
		"profiles: {a: {console: 'drun', keyring: file}}\ncurrent: |-\n  a\n":                                                          one,
		"profiles:\n  0.a_b-C:\n    console: drun\n    credential_command:\n    - pass\n    - show\n    - a b\n    - '*'\n    - \"#\"": command,
	} {
		got, err := parse([]byte(content))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", content, err, diff)
		}
	}
}

// refusals are texts that the file can't have: on which line it is wrong, and
// what is said and hinted. Where a value could be a secret, it is one.
func refusals() map[string]struct {
	content     string
	line        int
	says, hints string
} {
	type refusal = struct {
		content     string
		line        int
		says, hints string
	}
	profile := func(lines string) string { return "profiles:\n  work:\n    console: huddle01\n" + lines }
	return map[string]refusal{
		"an unknown field":                   {"colour: " + secret + "\n", 1, `there is no field "colour"`, "the fields are: current, journal, profiles"},
		"a misspelt field":                   {"# c\n\nprofile:\n  a: " + secret, 3, `no field "profile"`, `did you mean "profiles"?`},
		"a misspelt field of a profile":      {profile("    keyrng: os\n"), 4, `no field "keyrng"`, `did you mean "keyring"?`},
		"a misspelt command":                 {profile("    credential_comand: [" + secret + "]\n"), 4, "credential_comand", `did you mean "credential_command"?`},
		"a field in capitals":                {"Current: work\n", 1, `no field "Current"`, `did you mean "current"?`},
		"a long field":                       {secret + ": x\n", 1, "there is no field", "the fields are"},
		"a hostile field":                    {"\"a\\e[2J\\u202e\": x\n", 1, "there is no field", "the fields are"},
		"a secret":                           {profile("    keyring: os\n    api_key: " + secret), 5, "a secret doesn't belong here", "the login command keeps it"},
		"a token":                            {"token: " + secret, 1, "a secret doesn't belong here", "never holds one"},
		"a password":                         {profile("    Password: " + secret), 4, "a secret doesn't belong here", "login"},
		"an unknown keyring":                 {profile("    keyring: fiel\n"), 4, `there is no keyring "fiel"`, `did you mean "file"? keyring can be: os, file, none`},
		"a secret for a keyring":             {profile("    keyring: " + secret + "\n"), 4, "there is no keyring", "keyring can be"},
		"a keyring in capitals":              {profile("    keyring: OS\n"), 4, `no keyring "OS"`, `did you mean "os"?`},
		"no keyring":                         {profile("    base_url: https://a.example\n"), 2, `profile "work": it doesn't say where its credential is kept`, "add keyring: os, file or none"},
		"no console":                         {"profiles:\n  work:\n    keyring: os\n", 2, "it has no console", "console: huddle01"},
		"a profile without fields":           {"profiles:\n  work: {}\n", 2, "it has no console", "console: huddle01"},
		"a profile that is nothing":          {"profiles:\n  work:\n", 2, "it has to be a list of names", "profiles:"},
		"a profile that is a text":           {"profiles:\n  work: " + secret, 2, "it has to be a list of names", "profiles:"},
		"a console that is none":             {"profiles:\n  work:\n    console: https://" + secret + "\n    keyring: os\n", 3, "its console is no name of a console", "huddle01"},
		"a console with a space":             {"profiles:\n  work:\n    keyring: os\n    console: a b\n", 4, "no name of a console", "huddle01"},
		"a number for a console":             {"profiles:\n  work:\n    console: 01\n", 3, "console is not a text", "quotes"},
		"a boolean":                          {"profiles:\n  work:\n    console: true\n", 3, "console is not a text", "quotes"},
		"a date":                             {"current: 2027-01-31\n", 1, "current is not a text", "quotes"},
		"a list for a text":                  {"current: [work]\n", 1, "current is not a text", "write one text"},
		"an empty value":                     {profile("    keyring:\n"), 4, "keyring is empty", "give it a value"},
		"an empty text":                      {profile("    base_url: ''\n"), 4, "base_url is empty", "remove it"},
		"profiles in a list":                 {"profiles:\n- work\n", 2, "it has to be a list of names", "profiles:"},
		"a list":                             {"- " + secret + "\n", 1, "it has to be a list of names", "profiles:"},
		"a text":                             {secret, 1, "it has to be a list of names", "profiles:"},
		"a name that is a list":              {"? [a]\n: b\n", 1, "not a text", "quotes"},
		"a name that is a number":            {"profiles:\n  7:\n    console: drun\n    keyring: os\n", 2, "not a text", "quotes"},
		"a field twice":                      {profile("    keyring: os\n    console: " + secret), 5, `the name "console" is there a second time`, "keep one"},
		"a profile twice":                    {"profiles:\n  a: {console: drun, keyring: os}\n  a: {console: drun, keyring: os}\n", 3, "a second time", "keep one"},
		"a profile twice but for capitals":   {"profiles:\n  a: {console: drun, keyring: os}\n  A: {console: drun, keyring: os}\n", 3, "differs in capitals only", "a name of its own"},
		"current twice":                      {"current: a\ncurrent: a\n", 2, "a second time", "keep one"},
		"a second document":                  {example + "---\nprofiles: {}\n", 12, "a second document begins", "keep one"},
		"a broken second document":           {example + "---\n\n[\n", 14, "it is not YAML", "brackets"},
		"an anchor":                          {"profiles: &all\n  a: x\n", 1, "an anchor, an alias or a merge", "in full"},
		"an alias":                           {"profiles:\n  a: &a {console: drun, keyring: os}\n  b: *a\n", 2, "an anchor, an alias", "in full"},
		"an alias to nothing":                {"# c\ncurrent: *" + secret, 2, "an anchor, an alias", "in quotes"},
		"a merge":                            {"profiles:\n  a:\n    <<: {console: drun}\n", 3, "a merge", "in full"},
		"a tag":                              {"current: !!str 7\n", 1, "it has a tag", "in quotes"},
		"a tag of one's own":                 {"current: !" + secret + " a\n", 1, "it has a tag", "in quotes"},
		"a binary value":                     {"current: !!binary YQ==\n", 1, "it has a tag", "in quotes"},
		"a tab":                              {"profiles:\n\twork:\n", 2, "it is indented with a tab", "spaces"},
		"a tab behind spaces":                {"profiles:\n  \twork:\n", 2, "it is indented with a tab", "spaces"},
		"bad UTF-8":                          {"# c\ncurrent: \xff\n", 2, "it is not UTF-8", "UTF-8"},
		"UTF-16":                             {"\xff\xfec\x00u\x00", 1, "it is not UTF-8", "UTF-8"},
		"a NUL":                              {"current: a\x00\n", 1, "a control character", "remove it"},
		"an escape sequence":                 {"# \x1b[2J\n", 1, "a control character", "remove it"},
		"a line break of no editor":          {"current: a\u2028profiles: {}\n", 1, "a control character", "remove it"},
		"a lone carriage return":             {"current: a\rprofiles: {}\n", 1, "a control character", "remove it"},
		"a quote that isn't closed":          {profile("    keyring: \"os\n    base_url: x\n"), 4, "a quote is opened and not closed", "close it"},
		"a bracket that isn't closed":        {profile("    credential_command: [op, " + secret + "\n    keyring: none\n"), 4, "a bracket is opened", "[one, two]"},
		"a colon too many":                   {"current: a: " + secret, 1, "a colon stands where none can be", "quotes"},
		"a colon missing":                    {"current: a\nprofiles\n", 2, "a colon is missing", "NAME: VALUE"},
		"an odd indentation":                 {profile("  keyring: os\n   base_url: x\n"), 5, "a colon stands where none can be", "indentation"},
		"an indentation of nothing":          {profile("   keyring: os\n"), 4, "indented differently", "two spaces"},
		"a sign of YAML":                     {"current: @" + secret, 1, "a sign that means something else", "quotes"},
		"a backslash":                        {`current: "\` + secret + `"`, 1, "a backslash", "single quotes"},
		"an endless depth":                   {"current: " + repeat("[", 20_000), 1, "it is not YAML", "brackets"},
		"an unknown journal":                 {"# c\njournal: keyrng\n", 2, `there is no place "keyrng" for what opens the journal`, `did you mean "keyring"? journal can be: keyring, file, local, none`},
		"a journal in capitals":              {"journal: Local\n", 1, `no place "Local"`, `did you mean "local"?`},
		"a secret for a journal":             {"journal: " + secret + "\n", 1, "there is no place for what opens", "journal can be"},
		"a journal that is nothing":          {"journal:\n", 1, "journal is empty", "remove it"},
		"a journal that is a boolean":        {"journal: no\njournal: false\n", 1, "no place", "journal can be"},
		"a journal that is a list":           {"journal: [local]\n", 1, "journal is not a text", "one text"},
		"a journal twice":                    {"journal: local\njournal: none\n", 2, "a second time", "keep one"},
		"a journal of a profile":             {profile("    keyring: os\n    journal: local\n"), 5, `there is no field "journal"`, "the fields are: console"},
		"a misspelt journal":                 {"jurnal: local\n", 1, `no field "jurnal"`, `did you mean "journal"?`},
		"a current that isn't there":         {"current: " + secret + "\nprofiles:\n  " + "a: {console: drun, keyring: os}\n", 1, "current names no profile", "the profiles are: a"},
		"a current that is misspelt":         {"profiles:\n  work: {console: drun, keyring: os}\ncurrent: wrok\n", 3, "current names no profile", `did you mean "work"?`},
		"a current without profiles":         {"current: work\n", 1, "current names no profile", "remove the line"},
		"a built-in profile":                 {"profiles:\n  sandbox: {console: drun, keyring: os}\n", 2, "as a built-in one is named", "reserved"},
		"another built-in profile":           {"profiles:\n  Sandbox-x: {console: drun, keyring: os}\n", 2, "as a built-in one is named", "reserved"},
		"the environment's profile":          {"profiles:\n  environment: {console: drun, keyring: os}\n", 2, "as a built-in one is named", "reserved"},
		"a profile's name with a slash":      {"profiles:\n  ../" + secret + ": {console: drun, keyring: os}\n", 2, "the profile's name cannot be one", "1 to 64"},
		"a profile's name that is empty":     {"profiles:\n  '': {console: drun, keyring: os}\n", 2, "the profile's name cannot be one", "1 to 64"},
		"a profile's name that begins badly": {"profiles:\n  .a: {console: drun, keyring: os}\n", 2, "the profile's name cannot be one", "begins with"},
		"a profile's name that is too long":  {"profiles:\n  " + repeat("a", 65) + ": {console: drun, keyring: os}\n", 2, "the profile's name cannot be one", "1 to 64"},
		"a base URL over plain http":         {profile("    keyring: os\n    base_url: http://" + secret + ".example\n"), 5, "its base_url cannot be used", "https://HOST/PATH"},
		"a base URL with a password":         {profile("    base_url: https://a:" + secret + "@gpu.example\n    keyring: os\n"), 4, "its base_url cannot be used", "without user"},
		"a base URL that is none":            {profile("    base_url: " + secret + "\n    keyring: os\n"), 4, "its base_url cannot be used", "https"},
		"a relative CA file":                 {profile("    ca_file: company.pem\n    keyring: os\n"), 4, "its ca_file is not an absolute path", "ca_file: /etc"},
		"a hostile CA file":                  {profile("    ca_file: \"/a\\u202eb\"\n    keyring: os\n"), 4, "its ca_file is not", "ca_file: /etc"},
		"a command as a text":                {profile("    credential_command: op read " + secret + "\n"), 4, "credential_command is not a list of words", `[op, read, "op://vault/item/field"]`},
		"a command without words":            {profile("    credential_command: []\n"), 4, "credential_command is not a list of words", "[op, read"},
		"a command that is nothing":          {profile("    credential_command:\n"), 4, "credential_command is not a list of words", "[op, read"},
		"an empty word":                      {profile("    credential_command: [op, \"\"]\n"), 4, "a word of credential_command is empty", "remove it"},
		"a number in a command":              {profile("    credential_command:\n    - op\n    - 7\n"), 6, "a word of credential_command is not a text", "quotes"},
		"a list in a command":                {profile("    credential_command: [[op]]\n"), 4, "a word of credential_command is not a text", "write one text"},
		"a NUL in a command":                 {profile("    credential_command: [op, \"a\\0b\"]\n"), 4, "holds a NUL", "list of words"},
		"a command beside a keyring":         {profile("    keyring: os\n    credential_command: [op]\n"), 5, "a credential_command, and keyring os too", "one place"},
		"a model URL over plain http":        {profile("    keyring: os\n    model_url: http://" + secret + ".example\n"), 5, "its model_url cannot be used", "https://HOST/PATH"},
		"a model URL with a password":        {profile("    model_url: https://a:" + secret + "@gpu.example\n    keyring: os\n"), 4, "its model_url cannot be used", "without user"},
		"an empty model URL":                 {profile("    model_url: ''\n    keyring: os\n"), 4, "model_url is empty", "remove it"},
		"a workspace with a slash":           {profile("    keyring: os\n    workspace: a/" + secret + "\n"), 5, "its workspace is not the id of one", "workspace: 42"},
		"a workspace in another notation":    {profile("    workspace: 0x2a\n"), 4, "workspace is a number in another notation", "plain digits"},
		"a workspace that is a list":         {profile("    workspace: [" + secret + "]\n"), 4, "workspace is not a text", "write one text"},
		"an empty workspace":                 {profile("    workspace:\n"), 4, "workspace is empty", "remove it"},
		"a misspelt workspace":               {profile("    worspace: 42\n"), 4, `no field "worspace"`, `did you mean "workspace"?`},
		"a misspelt model URL":               {profile("    modelurl: x\n"), 4, `no field "modelurl"`, `did you mean "model_url"?`},
		"requests as a text":                 {profile("    requests: POST /" + secret + "\n"), 4, "requests is not a list of verbs", "VERB: METHOD /PATH"},
		"requests that are nothing":          {profile("    requests:\n"), 4, "requests is not a list of verbs", "VERB: METHOD /PATH"},
		"no requests":                        {profile("    requests: {}\n"), 4, "requests is not a list of verbs", "VERB: METHOD /PATH"},
		"requests in a list":                 {profile("    requests:\n    - POST /keys\n"), 5, "requests is not a list of verbs", "VERB: METHOD /PATH"},
		"a misspelt verb":                    {profile("    requests:\n      list: GET /keys\n      craete: POST /keys\n"), 6, `there is no verb "craete"`, `did you mean "create"? the verbs are: create, list`},
		"a verb that is no request":          {profile("    requests: {show: GET /keys}\n"), 4, `there is no verb "show"`, "the verbs are: create, list"},
		"a secret for a verb":                {profile("    requests:\n      " + secret + ": GET /keys\n"), 5, "there is no verb", "the verbs are"},
		"a verb that is a number":            {profile("    requests:\n      7: GET /keys\n"), 5, "not a text", "quotes"},
		"a verb twice":                       {profile("    requests:\n      list: GET /keys\n      list: GET /" + secret + "\n"), 6, `the name "list" is there a second time`, "keep one"},
		"a request without a method":         {profile("    requests:\n      create: /" + secret + "\n"), 5, "the request for create cannot be used: it has no method", "METHOD /PATH"},
		"a request with an odd method":       {profile("    requests:\n      list: get /keys\n"), 5, "the request for list cannot be used: it has no method", "METHOD /PATH"},
		"a request without a path":           {profile("    requests:\n      list: GET\n"), 5, "the request for list cannot be used: it has no path", "METHOD /PATH"},
		"a request to another host":          {profile("    requests:\n      list: GET https://" + secret + ".example/keys\n"), 5, "it has no path", "below the base URL"},
		"a request with a query":             {profile("    requests:\n      list: GET /keys?key=" + secret + "\n"), 5, "it has a path that cannot be meant", "METHOD /PATH"},
		"a request that climbs":              {profile("    requests:\n      list: GET /../keys\n"), 5, "it has a path that cannot be meant", "METHOD /PATH"},
		"an empty request":                   {profile("    requests:\n      list:\n"), 5, "the request for list is empty", "remove it"},
		"a request that is a list":           {profile("    requests:\n      list: [GET, /keys]\n"), 5, "the request for list is not a text", "one text"},
		"a header without its name":          {profile("    credential_header: Bearer " + secret + "\n"), 4, "credential_header cannot be used: it has no name of a header", "NAME: VALUE"},
		"a header with a secret":             {profile("    credential_header: 'X-API-Key: " + secret + "'\n"), 4, "credential_header cannot be used: it does not hold {credential} once", "{credential}"},
		"a header for the request itself":    {profile("    credential_header: 'host: {credential}'\n"), 4, "it names a header that no credential goes in", "Authorization"},
		"a header that is no text":           {profile("    credential_header: {X-API-Key: '{credential}'}\n"), 4, "credential_header is not a text", "one text"},
		"a header without quotes":            {profile("    credential_header: X-API-Key: {credential}\n"), 4, "a colon stands where none can be", "in quotes"},
		"a command beside a file":            {profile("    credential_command: [op]\n    keyring: file\n"), 4, "and keyring file too", "one place"},
	}
}

func TestWhatTheProfilesFileCannotHaveIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	for name, test := range refusals() {
		file, err := parse([]byte(test.content))
		e, _ := err.(*lineError)
		if e == nil || e.line != test.line {
			t.Errorf("%s: got %+v, %+v, want line %d", name, file, e, test.line)
			continue
		}
		wrong(t, name, Store{folder: "/etc"}.locate(err), errs.Usage, test.says, test.hints)
	}
}
