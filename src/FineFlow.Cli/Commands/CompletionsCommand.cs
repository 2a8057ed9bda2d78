using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow completions SHELL</c>: a script by which a shell completes the commands.</summary>
internal static class CompletionsCommand
{
    // Each asks the program itself, so that a script need not be made again for a new version. Where it has no answer, files are offered.
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _fineflow() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(fineflow "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _fineflow fineflow
            """,
        ["zsh"] = """
            #compdef fineflow
            _fineflow() {
              local -a words_offered
              words_offered=("${(@f)$(fineflow "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
              if [[ -n "${words_offered[1]}" ]]; then compadd -a words_offered; else _files; fi
            }
            compdef _fineflow fineflow
            """,
        ["fish"] = """
            function __fineflow_complete
              set -l line (commandline -cp)
              fineflow "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c fineflow -a "(__fineflow_complete)"
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName fineflow -ScriptBlock {
              param($word, $line, $position)
              fineflow "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = $"the shell: {string.Join(", ", Scripts.Keys)}" };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        var command = new Command("completions", "Print a script by which a shell completes commands, options and names.") { shell };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(shell);
            Output.Line(Scripts.GetValueOrDefault(name) ?? throw new BadInputException(
                "argument SHELL",
                $"is '{name}'; expected {string.Join(", ", Scripts.Keys)}{NearestName.Question(name, Scripts.Keys)}"));
            return ExitCodes.Done;
        });
        return command;
    }
}
