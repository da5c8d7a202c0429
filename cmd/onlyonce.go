package cmd

// onlyOnce is the text of a flag of which nobody could tell, if it were given
// twice, which one was meant.
type onlyOnce struct {
	text  *string
	given bool
}

// givenAgain is what such a flag says to a second text.
type givenAgain struct{}

func (*givenAgain) Error() string { return "it is given twice" }

// Set takes the first text.
func (o *onlyOnce) Set(text string) error {
	if o.given {
		return &givenAgain{}
	}
	*o.text, o.given = text, true
	return nil
}

// String gives the text.
func (o *onlyOnce) String() string {
	if o.text == nil {
		return "" // pflag asks a zero value, too
	}
	return *o.text
}

// Type is how help calls it.
func (*onlyOnce) Type() string { return "string" }
