using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FineFlow.Core;
using FineFlow.Core.Settings;

namespace FineFlow.Experiments.Plans;

/// <summary>
/// An experiment as it is written down: JSON with comments, the command in its head. Those in the repository's <c>experiments/</c> come
/// with the program and go by their name; a user's own file goes by its path.
/// </summary>
public sealed record ExperimentFile
{
    /// <summary>The version of this document that FineFlow reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Ending of the files.</summary>
    public const string Ending = ".jsonc";

    private static readonly JsonSerializerOptions Json = new(JsonStyle.Document)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Version of this document.</summary>
    public required int Format { get; init; }

    /// <summary>The experiment's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, for the head of its tables.</summary>
    public required string Title { get; init; }

    /// <summary>Which tables and figures are made of the results.</summary>
    public required ExperimentView View { get; init; }

    /// <summary>The recipe that every training follows; a budget may shorten it.</summary>
    public string Recipe { get; init; } = "common";

    /// <summary>The models, by their names in the catalog, in the order of the table.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The model that the others are compared with.</summary>
    public string Ours { get; init; } = "plgf";

    /// <summary>What is done with each model; empty: it is trained as it is. The first is what the others are compared with.</summary>
    public IReadOnlyList<Variant> Variants { get; init; } = [];

    /// <summary>Settings to sweep, one at a time, each with its values; every value is a variant of its own.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonNode>> Sweeps { get; init; } = new Dictionary<string, IReadOnlyList<JsonNode>>();

    /// <summary>How much is trained, by name.</summary>
    public required IReadOnlyDictionary<string, Budget> Budgets { get; init; }

    /// <summary>Published numbers to print beside ours: [MSE, MAE, MAPE] by dataset name and row.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<double>>> Published { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<double>>>();

    /// <summary>What the published numbers are of, by dataset name: they are printed beside numbers of the same alone.</summary>
    public IReadOnlyDictionary<string, PublishedData> PublishedOn { get; init; } = new Dictionary<string, PublishedData>();

    /// <summary>The names of the experiments that come with the program.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(Ending, StringComparison.Ordinal))
            .Select(name => name[..^Ending.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The experiment of a name, or of a file.</summary>
    /// <exception cref="BadInputException">There is none, or it is not sound.</exception>
    public static ExperimentFile Read(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return Parse(nameOrPath, Text(nameOrPath));
    }

    /// <summary>Parses and checks the text of an experiment file.</summary>
    internal static ExperimentFile Parse(string source, string text)
    {
        try
        {
            var file = JsonSerializer.Deserialize<ExperimentFile>(text, Json)
                ?? throw new BadInputException(source, "is null; expected an experiment");
            BadInputException.Within(source, () =>
            {
                ExperimentRules.Check(file);
                return file;
            });
            return file;
        }
        catch (JsonException failure)
        {
            throw new BadInputException(source, $"line {failure.LineNumber + 1}: {failure.Message.Split(" Path:")[0]}", failure);
        }
    }

    private static string Text(string nameOrPath)
    {
        if (Names.Contains(nameOrPath))
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(nameOrPath + Ending)!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }

        if (!File.Exists(nameOrPath))
        {
            throw new BadInputException(
                $"experiment '{nameOrPath}'",
                $"is neither a file nor one of {string.Join(", ", Names)}{NearestName.Question(nameOrPath, Names)}");
        }

        try
        {
            return File.ReadAllText(nameOrPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(nameOrPath, $"cannot be read: {failure.Message}", failure);
        }
    }
}
