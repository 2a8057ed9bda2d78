using System.Security.Cryptography;
using System.Text;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Torch.Continual.Sequences;

/// <summary>Datasets of one kind, to be learnt one after the other.</summary>
internal sealed class TaskSequence
{
    /// <summary>Tasks of a sequence at most, since all are held in memory.</summary>
    private const int Most = 16;

    private TaskSequence(IReadOnlyList<FlowDataset> tasks) => Tasks = tasks;

    /// <summary>The datasets, in order, each with its three splits.</summary>
    public IReadOnlyList<FlowDataset> Tasks { get; }

    /// <summary>Checks that the datasets can be learnt by one network.</summary>
    /// <param name="tasks">The datasets, in order, each with its three splits.</param>
    /// <exception cref="BadInputException">Their number is out of range, or one differs from the first in more than numbers.</exception>
    public static TaskSequence Create(IReadOnlyList<FlowDataset> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count is < 2 or > Most)
        {
            throw new BadInputException("the sequence", $"has {tasks.Count} dataset(s); 2 to {Most} are expected") { Setting = "Data" };
        }

        foreach (var task in tasks.Skip(1))
        {
            Compare(tasks[0], task);
        }

        return new(tasks);
    }

    /// <summary>Returns the training splits of the first tasks together, with the validation split of the last of them.</summary>
    /// <param name="count">Number of tasks.</param>
    public FlowDataset Join(int count)
    {
        if (count == 1)
        {
            return Tasks[0];
        }

        var (joined, last) = (Tasks.Take(count).ToList(), Tasks[count - 1]);
        var train = FlowSplit.Join(SplitNames.Train, [.. joined.Select(task => task[SplitNames.Train] with { Time = null })]);
        var fingerprint = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', joined.Select(task => task.Fingerprint))));
        return new(
            last.Folder,
            last.Manifest,
            [train, last[SplitNames.Valid] with { Time = null }],
            Convert.ToHexStringLower(fingerprint),
            warnings: []);
    }

    private static void Compare(FlowDataset first, FlowDataset task)
    {
        Require("maps of", Sizes(first), Sizes(task));
        Require("channels", string.Join(", ", first.Channels), string.Join(", ", task.Channels));
        Require("external factors", Factors(first), Factors(task));

        void Require(string what, string expected, string found)
        {
            if (expected != found)
            {
                throw new BadInputException(
                    task.Folder, $"has {what} {found}, but {first.Folder}, the first task, has {expected}; one network learns all tasks");
            }
        }
    }

    private static string Sizes(FlowDataset data) =>
        Invariant($"{data.Rows}x{data.Columns} to {data.Rows * data.ScaleFactor}x{data.Columns * data.ScaleFactor}");

    private static string Factors(FlowDataset data) =>
        data.Splits[0].External is { } external ? string.Join(", ", external.Schema.Names) : "none";
}
