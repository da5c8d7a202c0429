package file

// The fields of the file, in the order in which they are written.
const (
	fieldCurrent   = "current"
	fieldJournal   = "journal"
	fieldProfiles  = "profiles"
	fieldConsole   = "console"
	fieldBaseURL   = "base_url"
	fieldModelURL  = "model_url"
	fieldWorkspace = "workspace"
	fieldCAFile    = "ca_file"
	fieldKeyring   = "keyring"
	fieldCommand   = "credential_command"
	fieldHeader    = "credential_header"
	fieldRequests  = "requests"
)

func fileFields() []string { return []string{fieldCurrent, fieldJournal, fieldProfiles} }

func profileFields() []string {
	return []string{
		fieldConsole, fieldBaseURL, fieldModelURL, fieldWorkspace, fieldCAFile, fieldKeyring, fieldCommand, fieldHeader, fieldRequests,
	}
}
