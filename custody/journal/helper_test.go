package journal

import (
	"fmt"
	"hash/crc32"
	"strings"
)

// full is content with the room behind it.
func full(content string) string {
	return content + strings.Repeat("\n", max(0, whole-len(content)))
}

func checksummed(text string) string {
	return fmt.Sprintf("%08x %s\n", crc32.ChecksumIEEE([]byte(text)), text)
}
