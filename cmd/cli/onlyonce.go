package cli

// OnlyOnce is the text of a flag that may be given once: of two nobody could say
// which was meant.
type OnlyOnce struct {
	Text  *string
	given bool
}

// GivenAgain is the failure of such a flag at a second text.
type GivenAgain struct{}

// Error is replaced by a sentence that names the flag.
func (*GivenAgain) Error() string { return "it is given twice" }

// Set takes the first text.
func (o *OnlyOnce) Set(text string) error {
	if o.given {
		return &GivenAgain{}
	}
	*o.Text, o.given = text, true
	return nil
}

// String gives the text.
func (o *OnlyOnce) String() string {
	if o.Text == nil {
		return "" // pflag asks a zero value as well
	}
	return *o.Text
}

// Type is what help calls it.
func (*OnlyOnce) Type() string { return "string" }
