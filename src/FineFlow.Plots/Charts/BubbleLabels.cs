using FineFlow.Core;
using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>
/// Finds places for the labels of bubbles one after the other: the nearest that is free of labels, bubbles and leader lines; where there is
/// none, one that is free of labels and bubbles, or of labels.
/// </summary>
/// <param name="Area">Where labels may stand.</param>
/// <param name="Circles">The bubbles.</param>
internal sealed record BubbleLabels(SKRect Area, IReadOnlyList<BubbleCircle> Circles)
{
    private const float Gap = 5, Step = 8, GridStep = 10, LeaderFrom = 12, Farthest = 160;
    private const int Directions = 24;

    /// <summary>A place of each label's size, in the bubbles' order.</summary>
    public BubbleLabel[] Arrange(IReadOnlyList<SKSize> sizes)
    {
        var placed = new List<BubbleLabel>();
        for (var index = 0; index < sizes.Count; index++)
        {
            var circle = Circles[index];
            var everywhere = Everywhere(circle, sizes[index]);
            placed.Add(
                Around(circle, sizes[index]).Concat(everywhere).FirstOrDefault(label => IsClear(label, placed))
                ?? everywhere.FirstOrDefault(label => IsFreeOfBubbles(label) && IsFreeOfLabels(label, placed))
                ?? everywhere.FirstOrDefault(label => IsFreeOfLabels(label, placed))
                ?? throw new BadInputException("bubble chart", $"no room for the label of bubble {index + 1}"));
        }

        return [.. placed];
    }

    /// <summary>Places around a bubble, the nearest first; right of it is best.</summary>
    private IEnumerable<BubbleLabel> Around(BubbleCircle circle, SKSize size)
    {
        for (var distance = 0f; distance < Farthest; distance += Step)
        {
            for (var turn = 0; turn < Directions; turn++)
            {
                var angle = 2 * MathF.PI / Directions * (turn % 2 == 0 ? turn / 2 : -(turn + 1) / 2);
                var (across, up) = (MathF.Cos(angle), MathF.Sin(angle));
                var reach = circle.Radius + Gap + distance;
                var middle = new SKPoint(
                    circle.Center.X + across * (reach + size.Width / 2), circle.Center.Y - up * (reach + size.Height / 2));
                if (At(middle, circle, size) is { } label)
                    yield return label;
            }
        }
    }

    private IEnumerable<BubbleLabel> Everywhere(BubbleCircle circle, SKSize size) =>
        from place in Grid(size).OrderBy(middle => SKPoint.Distance(middle, circle.Center))
        let label = At(place, circle, size)
        where label is not null
        select label;

    private IEnumerable<SKPoint> Grid(SKSize size)
    {
        for (var y = Area.Top + size.Height / 2; y < Area.Bottom; y += GridStep)
        {
            for (var x = Area.Left + size.Width / 2; x < Area.Right; x += 2 * GridStep)
                yield return new(x, y);
        }
    }

    private BubbleLabel? At(SKPoint middle, BubbleCircle circle, SKSize size)
    {
        var place = SKRect.Create(middle.X - size.Width / 2, middle.Y - size.Height / 2, size.Width, size.Height);
        if (!Area.Contains(place))
            return null;
        var near = Nearest(place, circle.Center);
        var isAway = SKPoint.Distance(near, circle.Center) >= circle.Radius + LeaderFrom;
        return new(place, isAway ? new(circle.Center, near) : null);
    }

    private bool IsClear(BubbleLabel label, List<BubbleLabel> placed) =>
        IsFreeOfBubbles(label) && IsFreeOfLabels(label, placed)
        && placed.TrueForAll(other => !Crosses(other.Leader, label.Place) && !Crosses(label.Leader, other.Place));

    private bool IsFreeOfBubbles(BubbleLabel label) =>
        Circles.All(circle => SKPoint.Distance(Nearest(label.Place, circle.Center), circle.Center) >= circle.Radius + Gap - 1);

    private static bool IsFreeOfLabels(BubbleLabel label, List<BubbleLabel> placed) =>
        placed.TrueForAll(other => !other.Place.IntersectsWith(label.Place));

    private static SKPoint Nearest(SKRect place, SKPoint point) =>
        new(Math.Clamp(point.X, place.Left, place.Right), Math.Clamp(point.Y, place.Top, place.Bottom));

    /// <summary>Whether a leader runs through a place: it is between its columns and its rows at once.</summary>
    private static bool Crosses(BubbleLeader? leader, SKRect place)
    {
        if (leader is null)
            return false;
        var (left, right) = Part(leader.From.X, leader.To.X, place.Left, place.Right);
        var (top, bottom) = Part(leader.From.Y, leader.To.Y, place.Top, place.Bottom);
        return Math.Max(0, Math.Max(left, top)) <= Math.Min(1, Math.Min(right, bottom));
    }

    /// <summary>Between which shares of the way from one number to another it is within limits.</summary>
    private static (float First, float Last) Part(float from, float to, float low, float high)
    {
        if (from == to)
            return from >= low && from <= high ? (0, 1) : (1, 0);
        var (first, last) = ((low - from) / (to - from), (high - from) / (to - from));
        return first <= last ? (first, last) : (last, first);
    }
}

/// <summary>Where a label stands, and the line from its bubble where it stands away from it.</summary>
internal sealed record BubbleLabel(SKRect Place, BubbleLeader? Leader);

/// <summary>A line from the middle of a bubble to its label.</summary>
internal sealed record BubbleLeader(SKPoint From, SKPoint To);
