//go:build !unix

package system

import "os"

// closedStreams gives those of the standard streams that were closed when the
// process began.
func closedStreams(streams ...*os.File) []*os.File {
	var closed []*os.File
	for _, stream := range streams {
		if _, err := stream.Stat(); err != nil {
			closed = append(closed, stream)
		}
	}
	return closed
}
