using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Workers;

namespace FineFlow.Experiments.Continual;

/// <summary>
/// plan.json in the folder of a sequence of tasks: the options that were asked for, and the sequences that follow. Processes on any machine
/// that sees the folder and the data learn from it.
/// </summary>
internal sealed record ContinualPlanFile : IPlannedWork
{
    private const int CurrentFormat = 1;

    /// <summary>Format version of this document.</summary>
    public required int Format { get; init; }

    /// <summary>The options of <c>fineflow continual</c> but the folder, word for word, with full paths of the data.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>The names of the tasks, in the order of learning.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>The sequences.</summary>
    public required IReadOnlyList<PlannedSequence> Sequences { get; init; }

    /// <summary>Describes a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">The options that it follows from.</param>
    public static ContinualPlanFile Of(ContinualPlan plan, IReadOnlyList<string> options) => new()
    {
        Format = CurrentFormat,
        Options = options,
        Tasks = plan.TaskNames,
        Sequences = [.. plan.Sequences.Select((sequence, index) => new PlannedSequence(index + 1, sequence.Method.Name, sequence.Seed))],
    };

    /// <summary>Reads the plan of a folder.</summary>
    /// <exception cref="BadInputException">There is none, it is broken or of another version.</exception>
    public static ContinualPlanFile Read(string folder) =>
        PlannedWork.Read<ContinualPlanFile>(folder, CurrentFormat, "fineflow continual plan");

    /// <summary>Checks that a plan made of the options again is this one.</summary>
    /// <exception cref="BadInputException">It has other sequences, as of another version of FineFlow.</exception>
    public void Check(string folder, ContinualPlan plan)
    {
        if (!Of(plan, Options).Sequences.SequenceEqual(Sequences))
        {
            throw new BadInputException(
                PlannedWork.PathIn(folder), "lists other sequences than follow from its options now: it is another version's; plan again");
        }
    }

    /// <summary>Writes it into a folder.</summary>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public void Write(string folder) => JsonStyle.Write(PlannedWork.PathIn(folder), this);
}

/// <summary>A sequence of a plan.</summary>
/// <param name="Number">Its place in the plan, from 1.</param>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="Seed">The seed.</param>
internal sealed record PlannedSequence(int Number, string Strategy, long Seed);
