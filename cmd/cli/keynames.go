package cli

import "keyctl/client"

// keyNames knows which keys a word could mean, by the rules of [client.Resolve].
type keyNames struct {
	ids    map[string]bool
	living map[string]int // how many keys have a name
	ended  map[string]int
}

func indexNames(keys []client.Key) keyNames {
	names := keyNames{map[string]bool{}, map[string]int{}, map[string]int{}}
	for _, key := range keys {
		if key.Name != key.ID && !names.ids[key.ID] { // pages may overlap
			names.alike(key)[key.Name]++
		}
		names.ids[key.ID] = true
	}
	return names
}

// alike is where a key is counted: one that ended doesn't make the name of a
// living one ambiguous.
func (n keyNames) alike(key client.Key) map[string]int {
	if key.Ended() {
		return n.ended
	}
	return n.living
}

// uniqueName reports whether the name of a key means this key and no other.
func (n keyNames) uniqueName(key client.Key) bool {
	switch name := key.Name; {
	case name == key.ID:
		return n.uniqueID(key)
	case n.ids[name]:
		return false
	case key.Ended():
		return n.living[name] == 0 && n.ended[name] == 1
	default:
		return n.living[name] == 1
	}
}

// uniqueID reports whether the id of a key means this key and no other.
func (n keyNames) uniqueID(key client.Key) bool { return n.living[key.ID] == 0 }
