using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;

namespace FineFlow.Torch.Networks;

/// <summary>The published networks in narrower forms, which few maps can fill.</summary>
internal static class NetworkSizes
{
    /// <summary>Training maps of the smallest dataset that the networks were published on (TaxiBJ P1, 7:1:2).</summary>
    public const int MapsOfPaper = 2142;

    private static readonly (string Setting, int Small, int Medium)[] Widths =
    [
        ("base_channels", 32, 64), ("context_channels", 32, 64), ("growth_rate", 8, 16),
    ];

    /// <summary>Returns the settings that make a network of a size; none is wider than published.</summary>
    /// <exception cref="BadInputException">The model is FineFlow's own: it has one size.</exception>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> SettingsOf(ModelEntry entry, NetworkSize size)
    {
        if (!entry.IsPublished)
        {
            throw new BadInputException($"model '{entry.Name}'", "has one size; expected a published network, or no size")
            {
                Setting = nameof(size),
            };
        }

        var defaults = SettingsBinder.ToJson(entry.Defaults);
        return size == NetworkSize.Paper ? [] :
            from width in Widths
            where defaults.ContainsKey(width.Setting)
            let narrow = size == NetworkSize.Small ? width.Small : width.Medium
            select KeyValuePair.Create(width.Setting, (JsonNode?)Math.Min(narrow, defaults[width.Setting]!.GetValue<int>()));
    }

    /// <summary>Returns a sentence where a network is trained in its published size on fewer maps than any it was published on.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="maps">Number of training maps.</param>
    public static string? Advice(ModelEntry entry, NetworkOptions options, int maps)
    {
        var settings = SettingsBinder.ToJson(options);
        var narrower = Enum.GetValues<NetworkSize>().Where(size => entry.IsPublished && maps < MapsOfPaper
            && SettingsOf(entry, size).Any(width => settings[width.Key]!.GetValue<int>() > width.Value!.GetValue<int>())).ToList();
        return narrower.Count == 0
            ? null
            : Invariant($"{entry.Name} was published on at least {MapsOfPaper:N0} training maps; here are {maps:N0}. ")
                + Invariant($"A narrower network (size {string.Join(" or ", narrower).ToLowerInvariant()}) trains in less time");
    }
}
