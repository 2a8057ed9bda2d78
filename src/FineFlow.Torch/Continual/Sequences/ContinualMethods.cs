using FineFlow.Core;
using FineFlow.Torch.Continual.Penalties;
using FineFlow.Torch.Continual.Replay;

namespace FineFlow.Torch.Continual.Sequences;

/// <summary>All ways to train on a sequence of tasks. A new one is a <see cref="TaskStrategy"/> and a row here.</summary>
internal static class ContinualMethods
{
    /// <summary>The rows, in the order of tables.</summary>
    public static IReadOnlyList<ContinualMethod> All { get; } =
    [
        new("finetune", "goes on with the weights of the task before", _ => null),
        new("joint", "fresh weights on the training splits of all tasks so far", _ => null) { IsJoint = true },
        new("replay", "CUFAR's adaptive knowledge replay", task => new ReplayStrategy(task, isAdaptive: true)),
        new("random-replay", "the same buffer without augmentation and shorter steps", task => new ReplayStrategy(task, isAdaptive: false)),
        new("data-free", "UNO's noise on targets and return to the best weights, without past data", task => new DataFreeStrategy(task)),
        new("importance", "UNO's penalty on weights that mattered to the task before", task => new ImportanceStrategy(task)),
        new("ewc", "elastic weight consolidation", task => new EwcStrategy(task)),
    ];

    /// <summary>Returns the row of a name.</summary>
    /// <exception cref="BadInputException">The name is unknown; the message lists the known ones.</exception>
    public static ContinualMethod Find(string name)
    {
        var names = All.Select(method => method.Name).ToList();
        return All.FirstOrDefault(method => method.Name == name)
            ?? throw new BadInputException(
                $"strategy '{name}'", $"is unknown; known are {string.Join(", ", names)}{NearestName.Question(name, names)}")
            {
                Setting = "Strategy",
            };
    }
}
