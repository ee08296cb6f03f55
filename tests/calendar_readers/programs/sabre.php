<?php
// sabre/vobject, which Nextcloud reads calendars with. Arguments: files. Prints JSON.
error_reporting(E_ALL & ~E_DEPRECATED);  // Debian's version is older than its PHP
ini_set('display_errors', 'stderr');
require_once 'Sabre/VObject/autoload.php';

function seen($event) {
    $bounds = array_map(fn($edge) => $edge->getDateTime()->getTimestamp(), [$event->DTSTART, $event->DTEND]);
    return [(string) $event->UID, ...$bounds, (string) $event->SUMMARY, (string) $event->STATUS];
}

function reading($file) {
    $calendar = Sabre\VObject\Reader::read(file_get_contents($file));
    $complaints = array_map(fn($complaint) => $complaint['message'], $calendar->validate());
    return ['events' => array_map('seen', iterator_to_array($calendar->select('VEVENT'), false)), 'complaints' => $complaints];
}

echo json_encode(array_map('reading', array_slice($argv, 1)), JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
