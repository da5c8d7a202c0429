package emulator

// The workspaces of the emulated account.
const (
	FirstWorkspace  = "42"
	SecondWorkspace = "7"
)

// The members of the emulated account.
const (
	FirstMember  = "you"
	SecondMember = "colleague"
)
