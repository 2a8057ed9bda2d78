using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;

namespace FineFlow.Torch.Losses;

/// <summary>Every loss that FineFlow knows. A new loss is one record in this folder and one row here.</summary>
public static class LossCatalog
{
    /// <summary>The losses with their default settings.</summary>
    public static IReadOnlyList<FlowLoss> All { get; } =
        [new DualFocal(), new SquaredError(), new AbsoluteError(), new SmoothAbsoluteError(), new PyramidLoss()];

    /// <summary>A loss by name with some of its settings changed.</summary>
    /// <exception cref="BadInputException">The loss or a setting is unknown, or a value is out of range.</exception>
    public static FlowLoss Create(string name, IEnumerable<KeyValuePair<string, JsonNode?>> settings)
    {
        var loss = All.FirstOrDefault(l => l.Name == name)
            ?? throw new BadInputException($"loss '{name}'", $"is unknown; known are {string.Join(", ", All.Select(l => l.Name))}{NearestName.Question(name, All.Select(l => l.Name))}")
            { Setting = "Loss" };
        return SettingsBinder.Bind(loss, settings, Invariant($"loss {name}"));
    }
}
