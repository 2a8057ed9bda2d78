using System.CommandLine;
using FineFlow.Cli.CommandLine.Help;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Storage;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow man</c>: writes the pages of the manual.</summary>
internal static class ManualCommand
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder to write fineflow.1, fineflow-train.1 and so on into, as ~/.local/share/man/man1",
        Required = true,
        HelpName = "DIR",
    };

    public static Command Create(RootCommand root)
    {
        var command = new Command("man", "Write a page of the manual for every command, to be read with man.") { Out };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(Out);
            var pages = ManualPage.All(root).ToList();
            foreach (var (file, text) in pages)
            {
                AtomicFile.WriteText(Path.Combine(folder, file), text);
            }

            Output.Line($"{pages.Count} pages in {folder}: man {(Path.IsPathRooted(folder) ? folder : $"./{folder}")}/{pages[0].File}");
            return ExitCodes.Done;
        });
        return command;
    }
}
