using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;

namespace FineFlow.Torch.Losses;

/// <summary>All losses. A new loss is one record in this folder and one row here.</summary>
public static class LossCatalog
{
    /// <summary>The losses with their default settings.</summary>
    public static IReadOnlyList<FlowLoss> All { get; } =
    [
        new DualFocal(),
        new SquaredError(),
        new AbsoluteError(),
        new SmoothAbsoluteError(),
        new PyramidLoss(),
        new DirichletMultinomialLoss(),
        new MultinomialLoss(),
    ];

    /// <summary>Returns a loss by name, with some of its settings changed.</summary>
    /// <exception cref="BadInputException">The loss or a setting is unknown, or a value is out of range.</exception>
    public static FlowLoss Create(string name, IEnumerable<KeyValuePair<string, JsonNode?>> settings)
    {
        var names = All.Select(l => l.Name).ToList();
        var loss = All.FirstOrDefault(l => l.Name == name)
            ?? throw new BadInputException(
                $"loss '{name}'", $"is unknown; known are {string.Join(", ", names)}{NearestName.Question(name, names)}")
            { Setting = "Loss" };
        return SettingsBinder.Bind(loss, settings, Invariant($"loss {name}"));
    }
}
