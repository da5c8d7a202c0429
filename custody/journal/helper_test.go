package journal

import (
	"fmt"
	"hash/crc32"
)

func checksummed(text string) string {
	return fmt.Sprintf("%08x %s\n", crc32.ChecksumIEEE([]byte(text)), text)
}
