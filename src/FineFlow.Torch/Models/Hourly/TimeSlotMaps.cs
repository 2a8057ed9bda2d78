using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>
/// Two maps of a sample's time slot (CUFAR and UNO): one computed from the external factors, one from a table with a row for each hour of
/// the output heads. [B, 12] features and rows [B] int64 to [B, 2, height, width].
/// </summary>
internal sealed class TimeSlotMaps
{
    private readonly Sequential _factors;
    private readonly Embedding _hours;
    private readonly (int Height, int Width) _size;

    /// <param name="owner">The network; the layers are registered there, since published weights name them at its top level.</param>
    /// <param name="factors">Published name of the layers after the external factors.</param>
    /// <param name="hours">Published name of the table of hours.</param>
    /// <param name="size">The maps' size.</param>
    /// <param name="span">Rows of the table.</param>
    /// <param name="hidden">Hidden width of the layers.</param>
    /// <param name="dropout">Dropout in the layers.</param>
    public TimeSlotMaps(nn.Module owner, string factors, string hours, (int Height, int Width) size, int span, int hidden, double dropout)
    {
        var cells = size.Height * size.Width;
        _size = size;
        _factors = ExternalEmbedding.ToMap(hidden, cells, dropout);
        _hours = nn.Embedding(span, cells);
        owner.register_module(factors, _factors);
        owner.register_module(hours, _hours);
    }

    public Tensor Of(Tensor features, Tensor rows) =>
        stack([_factors.call(features), _hours.call(rows)], 1).reshape(features.shape[0], 2, _size.Height, _size.Width);
}
