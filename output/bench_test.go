package output

import (
	"fmt"
	"io"
	"testing"
	"time"

	"keyctl/client"
)

func benchmarkRows() []Row {
	rows := make([]Row, 1000)
	for i := range rows {
		made := time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)
		rows[i] = Row{Profile: "sandbox", Console: "remotegpu", Key: client.Key{
			ID: fmt.Sprintf("0b9f6f0e-8d4c-4a57-9d5b-%012d", i), Name: fmt.Sprintf("ci-pipeline-%d", i),
			Prefix: "rgpu_4f5a", Status: client.Active, Scopes: []client.Scope{client.ScopeInference},
			CreatedAt: made, ExpiresAt: made.AddDate(0, 3, 0), LastUsedAt: made.AddDate(0, 0, 2),
		}}
	}
	return rows
}

// BenchmarkList writes one row per operation.
func BenchmarkList(b *testing.B) {
	rows := benchmarkRows()
	for _, format := range Formats() {
		for _, terminal := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/terminal=%t", format, terminal), func(b *testing.B) {
				list, err := NewList(io.Discard, Options{Format: format, Terminal: terminal, Color: terminal, Now: rows[0].Key.CreatedAt})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					if err := list.Add(rows[i%len(rows)]); err != nil {
						b.Fatal(err)
					}
				}
				if err := list.Close(); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

func BenchmarkSort(b *testing.B) {
	rows := benchmarkRows()
	compare, err := ParseSort("-created,name")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		compare(rows[i%len(rows)], rows[(i+7)%len(rows)])
	}
}

func BenchmarkFilter(b *testing.B) {
	rows := benchmarkRows()
	filter, err := ParseFilter([]string{"status=active name=ci-*-1?? created=2026-01-01.. unused=1d+"}, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		filter.Match(rows[i%len(rows)])
	}
}
