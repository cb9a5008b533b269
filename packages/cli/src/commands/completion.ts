import { EXIT, type ExitCode } from '../exit-code.ts';
import type { CommandInput } from '../command-context.ts';

/**
 * `pnpm enrich completion`: prints a script for bash and zsh. What is typed is a script of pnpm, so the script
 * completes the words after `pnpm enrich` and leaves all others to whatever completes pnpm already.
 */
export function completionCommand({ context }: CommandInput): ExitCode {
  context.streams.stdout.write(SCRIPT);
  return EXIT.complete;
}

// Both shells read the whole; each defines what it needs. yargs adds descriptions where SHELL is zsh.
const SCRIPT = String.raw`# Completes the commands and options of pnpm enrich. Add to ~/.bashrc or ~/.zshrc (there behind
# compinit), or run in a shell:
#   source <(pnpm -s enrich completion)
if [ -n "$ZSH_VERSION" ]; then
  _sluice_pnpm=${'$'}{_comps[pnpm]}
  [ "$_sluice_pnpm" = _sluice_enrich ] && _sluice_pnpm=
  _sluice_enrich() {
    if [ "$CURRENT" -lt 3 ] || [ "${'$'}{words[2]}" != enrich ]; then
      [ -n "$_sluice_pnpm" ] && "$_sluice_pnpm" "$@"
      return
    fi
    local line
    local -a found
    SHELL=zsh pnpm -s enrich --get-yargs-completions "${'$'}{words[@]:1:$CURRENT-1}" 2>/dev/null |
      while IFS= read -r line; do
        case $line in '$0'*) ;; *) found+=("$line") ;; esac
      done
    _describe 'pnpm enrich' found
    _files
  }
  compdef _sluice_enrich pnpm
else
  _sluice_pnpm=$(complete -p pnpm 2>/dev/null | sed -n 's/.* -F \([^ ]*\) .*/\1/p')
  [ "$_sluice_pnpm" = _sluice_enrich ] && _sluice_pnpm=
  _sluice_enrich() {
    if [ "$COMP_CWORD" -lt 2 ] || [ "${'$'}{COMP_WORDS[1]}" != enrich ]; then
      [ -n "$_sluice_pnpm" ] && "$_sluice_pnpm" "$@"
      return
    fi
    local words
    words=$(SHELL=bash pnpm -s enrich --get-yargs-completions "${'$'}{COMP_WORDS[@]:1}" 2>/dev/null | grep -v '^\$0$')
    COMPREPLY=($(compgen -W "$words" -- "${'$'}{COMP_WORDS[COMP_CWORD]}"))
  }
  complete -o bashdefault -o default -F _sluice_enrich pnpm
fi
`;
