using System.Text.Json.Serialization;
using FineFlow.Core.Workers;
using FineFlow.Torch.Continual.Sequences;

namespace FineFlow.Experiments.Continual;

/// <summary>How far a plan is.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Tasks">The names of the tasks.</param>
/// <param name="Sequences">Its sequences, each with its state.</param>
internal sealed record ContinualStatus(string Folder, IReadOnlyList<string> Tasks, IReadOnlyList<SequenceStatus> Sequences)
{
    /// <summary>The sequences' states.</summary>
    [JsonIgnore]
    public IReadOnlyList<TaskState> States => [.. Sequences.Select(sequence => sequence.State)];

    /// <summary>Looks into a folder. The data are not needed.</summary>
    /// <exception cref="Core.BadInputException">It has no plan.</exception>
    public static ContinualStatus Of(string folder)
    {
        var plan = ContinualPlanFile.Read(folder);
        var sequences = ContinualFolder.In(folder);
        var leases = sequences.Leases(Leases.DefaultExpiry);
        return new(folder, plan.Tasks, [.. plan.Sequences.Select(planned =>
        {
            var sequence = new SequenceKey(ContinualMethods.Find(planned.Strategy), planned.Seed);
            return new SequenceStatus(
                planned.Number,
                planned.Strategy,
                planned.Seed,
                sequences.Learnt(sequence, plan.Tasks.Count),
                sequences.StateOf(sequence, plan.Tasks.Count) ?? (leases.IsTaken(sequence.Id) ? TaskState.Taken : TaskState.Free));
        })]);
    }
}

/// <summary>A sequence of a plan and how far it is.</summary>
/// <param name="Number">Its place in the plan, from 1.</param>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Learnt">Tasks that are learnt.</param>
/// <param name="State">The state of the whole.</param>
internal sealed record SequenceStatus(int Number, string Strategy, long Seed, int Learnt, TaskState State);
