using FineFlow.Core.Settings;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Inference;

/// <summary>
/// The tensors of a network that belong to the cells of one place: those whose shape follows the size of the map, as tables a cell,
/// layers that end in a map of the place, and weights a row or column.
/// </summary>
internal static class PlaceTensors
{
    private static readonly string[] Sizes = ["height", "width"];

    /// <summary>Returns their names.</summary>
    public static HashSet<string> Of(FlowNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!network.FixedMapSize)
        {
            return [];
        }

        using var larger = OnLargerMaps(network);
        var shapes = larger.state_dict();
        return
        [
            .. from tensor in network.state_dict()
               where !shapes.TryGetValue(tensor.Key, out var other) || !other.shape.AsSpan().SequenceEqual(tensor.Value.shape)
               select tensor.Key,
        ];
    }

    /// <summary>Creates the same network for maps of twice as many rows and columns, which whatever divides them still does.</summary>
    private static FlowNetwork OnLargerMaps(FlowNetwork network)
    {
        var settings = SettingsBinder.ToJson(network.Options);
        foreach (var name in settings.Select(setting => setting.Key).Where(IsSize).ToList())
        {
            settings[name] = settings[name] is { } size ? 2 * size.GetValue<int>() : null;
        }

        return FreshWeights.Draw(0, () => ModelCatalog.CreateNetwork(network.GetName(), settings, network.Mode));
    }

    private static bool IsSize(string setting) =>
        Sizes.Any(size => setting == size || setting.EndsWith(Invariant($"_{size}"), StringComparison.Ordinal));
}
