# fish completion for PROGRAM

# Words are handed on as they are; nothing in them is evaluated.
function __FUNCTION_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l plain (string unescape -- $typed 2>/dev/null)
    and set typed $plain
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    string match -q '*/*' -- $program
    or set program (command -s -- $program; or echo PROGRAM)
    set -e words[1]
    set -l replies ($program[1] __complete $words "$typed" </dev/null 2>/dev/null)
    or return
    # The value of a flag is completed behind its =.
    set -l flag (string match -r -- '^-[^=]*=' "$typed")
    if test "$replies[-1]" = :0
        __fish_complete_path (string replace -- "$flag" '' "$typed")
    end
    set -e replies[-1]
    for reply in $replies
        printf '%s\n' "$flag$reply"
    end
end

complete -c PROGRAM -e
complete -c PROGRAM -k -f -a '(__FUNCTION_complete)'
