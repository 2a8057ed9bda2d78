using System.Text;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>tables.tex: an experiment's tables for a paper, and the conditions of the trainings as a comment.</summary>
internal static class LatexDocument
{
    /// <summary>Returns the file's text, to be read by LaTeX's \input. Equal results give equal text.</summary>
    public static string Write(ResultTable results)
    {
        var plan = results.Plan;
        var text = new StringBuilder($"""
            % {plan.File.Title}
            % {ExperimentDocument.Command(plan)}
            {string.Join('\n', ExperimentDocument.Conditions(plan).Select(line => $"% {line}"))}
            % In the preamble: \usepackage{"{booktabs,graphicx}"}. The models' papers are in {ResultFiles.References}.

            """);
        if (results.Interrupted)
        {
            text.Append("% Not finished: the same command goes on.\n");
        }

        var number = 0;
        foreach (var section in ResultSections.Of(results).Concat(ResultSections.Significance(results)))
        {
            Append(text, section, plan.File, ++number);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ResultSection section, Plans.ExperimentFile file, int number)
    {
        if (section.Table is null)
        {
            text.Append('\n').AppendJoin('\n', section.Notes.Prepend(section.Title ?? "").Select(note => $"% {note}")).Append('\n');
            return;
        }

        var caption = string.Join(". ", new[] { file.Title, section.Title }.OfType<string>().Select(part => part.TrimEnd('.')));
        var notes = string.Concat(section.Notes.Select(note => $" {note.Replace("**", "", StringComparison.Ordinal)}"));
        text.Append('\n').Append(
            LatexTable.Floating(section.Table, $"{caption}.{notes}", Invariant($"{Plans.PathNames.Of(file.Name)}-{number}")));
    }
}
