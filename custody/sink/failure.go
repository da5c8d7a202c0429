package sink

import (
	"io/fs"

	"keyctl/client"
)

func usage(format string, values ...any) *client.Error {
	return client.Errorf(client.Usage, format, values...)
}

func failed(format string, values ...any) *client.Error {
	return client.Errorf(client.Failed, format, values...)
}

func existsError(name string) error {
	return &client.Error{
		Kind: client.Failed, What: name + " exists already, and stays as it is", Cause: fs.ErrExist,
		Hint: "choose another place, or replace it with --force",
	}
}
