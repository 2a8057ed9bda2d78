using FineFlow.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// The embedding of external factors of UrbanFM (section 3.2) and its successors: [B, 7] to [B, 12]. Day, hour and weather are looked up in
/// tables; the four continuous factors pass unchanged.
/// </summary>
internal sealed class ExternalEmbedding
{
    private const int Continuous = 4;
    private readonly Embedding _day = nn.Embedding(8, 2);
    private readonly Embedding _hour = nn.Embedding(24, 3);
    private readonly Embedding _weather;

    /// <param name="owner">The network; the tables are registered there, since published weights name them at its top level.</param>
    /// <param name="weatherClasses">Rows of the weather table.</param>
    public ExternalEmbedding(nn.Module owner, int weatherClasses = 18)
    {
        _weather = nn.Embedding(weatherClasses, 3);
        owner.register_module("embed_day", _day);
        owner.register_module("embed_hour", _hour);
        owner.register_module("embed_weather", _weather);
    }

    /// <summary>Features of one row of external factors: 2 + 3 + 3 of the tables and 4 continuous ones.</summary>
    public const int Features = 12;

    /// <summary>
    /// Creates the layers from 12 features to a map of <paramref name="cells"/> cells. Dropout precedes ReLU, as published.
    /// </summary>
    public static Sequential ToMap(int hidden, int cells, double dropout) => nn.Sequential(
        nn.Linear(Features, hidden), new SeededDropout(dropout), nn.ReLU(), nn.Linear(hidden, cells), nn.ReLU());

    /// <summary>Embeds external factors [B, 7] as features [B, 12]: day, hour, weather, then the continuous columns.</summary>
    public Tensor Embed(Tensor external) => cat(
        [
            _day.call(Index(external, TaxiBjColumns.Day)),
            _hour.call(Index(external, TaxiBjColumns.Hour)),
            _weather.call(Index(external, TaxiBjColumns.Weather)),
            external[.., ..Continuous],
        ],
        1);

    private static Tensor Index(Tensor external, int column) => external[.., column].to(ScalarType.Int64);
}
