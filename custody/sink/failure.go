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
	failure := failed("%s exists already, and stays as it is", name).WithHint("choose another place, or replace it with --force")
	failure.Cause = fs.ErrExist
	return failure
}
